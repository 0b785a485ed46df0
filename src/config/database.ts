export interface DatabaseSettings {
  url: string;
  /** Most connections of this process. */
  poolSize: number;
}
