export interface Shown {
  status: number;
  /** Where it is in the end, as the browser's address bar has it. */
  url: URL;
  headers: Headers;
  body: string;
}

export interface Going {
  method?: string;
  /** Sent as a form of the page would. */
  form?: Readonly<Record<string, string>>;
  headers?: Readonly<Record<string, string>>;
  /** Shows a redirect instead of following it. */
  stay?: boolean;
}

/** Keeps cookies and follows redirects as a browser does, without scripts. */
export class TestBrowser {
  /** By origin, then name. */
  private readonly jars = new Map<string, Map<string, string>>();

  /**
   * @param publicUrl the address under which people reach the app
   * @param appUrl where it listens in this test
   */
  constructor(
    readonly publicUrl: string,
    private readonly appUrl: string,
  ) {}

  /** A path is one of the app. */
  async go(to: string, { method, form, headers, stay = false }: Going = {}): Promise<Shown> {
    const url = new URL(to, this.publicUrl);
    const jar = this.jarOf(url.origin);
    const verb = method ?? (form ? 'POST' : 'GET');
    const reply = await fetch(this.reached(url), {
      method: verb,
      redirect: 'manual',
      headers: {
        ...(jar.size > 0 && { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; ') }),
        ...(verb !== 'GET' && { origin: url.origin, 'sec-fetch-site': 'same-origin' }),
        ...headers,
      },
      ...(form && { body: new URLSearchParams(form) }),
    });
    for (const line of reply.headers.getSetCookie()) keep(jar, line);
    const body = await reply.text();
    const location = reply.headers.get('location');
    if (location === null || stay) return { status: reply.status, url, headers: reply.headers, body };
    return this.go(new URL(location, url).href);
  }

  /** What is in the jar of the app. */
  get cookies(): Map<string, string> {
    return this.jarOf(new URL(this.publicUrl).origin);
  }

  private jarOf(origin: string): Map<string, string> {
    const jar = this.jars.get(origin) ?? new Map<string, string>();
    this.jars.set(origin, jar);
    return jar;
  }

  private reached(url: URL): URL {
    return url.origin === new URL(this.publicUrl).origin
      ? new URL(url.pathname + url.search, this.appUrl)
      : url;
  }
}

function keep(jar: Map<string, string>, line: string): void {
  const [, name, value] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
  const isOver = /;\s*(max-age=0|expires=thu, 01 jan 1970)/i.test(line);
  if (isOver) jar.delete(name!);
  else jar.set(name!, value!);
}

/** The action and hidden fields of the first form of a page. */
export function formOf({ body, url }: Shown): { action: string; fields: Record<string, string> } {
  const form = /<form[^>]*action="([^"]*)"[^>]*>([\s\S]*?)<\/form>/.exec(body);
  if (!form) throw new Error(`there is no form at ${url}:\n${body.slice(0, 2_000)}`);
  const hidden = [...form[2]!.matchAll(/<input[^>]*type="hidden"[^>]*>/g)].map(([tag]) => [
    /name="([^"]*)"/.exec(tag)![1]!,
    /value="([^"]*)"/.exec(tag)?.[1] ?? '',
  ]);
  return {
    action: new URL(form[1]!, url).href,
    fields: Object.fromEntries(hidden) as Record<string, string>,
  };
}
