/** The words by which feedback is read, a list a language. A star stands for any ending. */
export interface QualityWords {
  /** Small words by which the language is known; they connect nothing. */
  common: string;
  /** What somebody did or said, as one tells it. */
  seen: string;
  /** When it was, or how often. */
  occasion: string;
  /** Said to somebody who shall try something. */
  next: string;
  /** The same at the beginning of a clause. */
  begins: string;
  /** The same at its end. */
  ends: string;
  /** What may stand before a beginning. */
  before: string;
  /** Points back to what was seen. */
  refers: string;
  /** When something shall be done: the “if” of an if-then. */
  trigger: string;
  /** Kind words that say nothing to try, as whole phrases. */
  phrases: readonly string[];
}

export const QUALITY_WORDS = {
  en: {
    common:
      'a an the and or but of to in on at by for with from it its is are be been has have had do does did he she they them their his her him you your we our i me my this that these those not no so as what which who how more most very really well good great nice next time when then',
    seen: 'asked asking said told showed shown named explained explaining listened listening waited waiting paused answered summarised summarized repeated opened closed offered mentioned interrupted quoted pointed presented compared checked agreed confirmed handed drew wrote began started used heard saw noticed linked looked nodded smiled responded replied described questioned skipped forgot left jumped talked talking spoke let took brought moved came went gave invited acknowledged reflected probed challenged proposed suggested thanked introduced listed stopped stayed turned returned connected steered raised kept missed rushed read',
    occasion:
      'when after before during while until once twice times minute minutes second seconds first beginning opening end whenever',
    next: 'try could should might consider instead practise practice if aim perhaps maybe',
    begins:
      "ask wait listen begin start open close use name show let give take offer repeat summarise summarize pause stop keep leave check write read prepare bring say tell make find link connect explain focus look put agree confirm slow stay count note draw compare point invite acknowledge describe choose plan avoid do don’t don't be go get hold end finish follow return reduce add cut pick set turn move talk speak think see learn share",
    ends: '',
    before: 'first then next time always please now also just again',
    refers: 'this these those instead again same afterwards earlier sooner longer there',
    trigger: 'if when once whenever',
    phrases: [
      'keep it up',
      'keep going',
      'keep up the good work',
      'go on like this',
      'well done',
      'good job',
      'keep doing this',
    ],
  },
  de: {
    common:
      'der die das den dem des ein eine einen einem einer und oder aber von zu zum zur in im an am auf bei beim für mit aus es ist sind war waren sein hat hast haben hatte du dich dir dein deine er sie ihm ihr ihn ihnen wir uns ich mich mir nicht kein keine so was wie wer sehr gut toll schön noch auch nur mal wenn dann',
    seen: 'frag* gefragt nachgefragt hinterfragt sagte* gesagt erklärt* zeigte* gezeigt hörte* gehört zugehört wartete* gewartet abgewartet antwortet* geantwortet beantwortet* fasste* zusammengefasst wiederholt* öffnet* nannte* genannt erwähnt* unterbrach* unterbrochen begann* begonnen angefangen startete* gestartet las gelesen vorgelesen gab gabst gaben gegeben verglich* verglichen bot botest boten angeboten bestätigt* ließ* liess* gelassen schwieg* geschwiegen sah sahst gesehen bemerkt* lenkte* gelenkt eingegangen ging gingst sprach* gesprochen angesprochen stellte* gestellt bezog* bezogen nahm* genommen aufgenommen verwies* verwiesen hingewiesen vorgestellt schloss* abgeschlossen vereinbart* dankte* notiert* nickte* genickt wechselte* gewechselt brachte* gebracht kam kamst gekommen übergangen vergessen',
    occasion:
      'als nachdem bevor während sobald bis danach davor zuerst zunächst anfangs beginn anfang einstieg ende schluss einmal zweimal dreimal mal minute* sekunde*',
    next: 'versuch* probier* könntest könnte solltest sollte kannst nächstes nächsten stattdessen statt lieber übe üben wenn vielleicht',
    begins:
      'frag frage warte hör höre beginn beginne fang starte nenn nenne zeig zeige lass gib nimm biete wiederhole fass fasse halte halt stell stelle sag sage schreib schreibe bereite bring bringe erklär erkläre schau achte verknüpfe verbinde vergleiche bestätige bleib bleibe mach mache denk denke plane vermeide geh gehe lies setz setze such suche finde hol hole sprich verzichte kläre prüfe notiere greif greife',
    ends: 'fragen nachfragen warten abwarten zuhören hören beginnen anfangen nennen zeigen lassen geben anbieten wiederholen zusammenfassen halten stellen sagen aufschreiben vorbereiten erklären achten verknüpfen vergleichen bestätigen bleiben machen einplanen vermeiden aussprechen ansprechen klären prüfen notieren weglassen eingehen aufgreifen',
    before: 'erst zuerst dann bitte jetzt auch mal immer künftig',
    refers:
      'dies* stattdessen davor danach dabei daran darauf daraus dafür damit früher später wieder nochmal länger öfter',
    trigger: 'wenn sobald falls',
    phrases: ['weiter so', 'mach weiter', 'mach weiter so', 'nur weiter', 'gut gemacht', 'bleib dabei'],
  },
} as const satisfies Readonly<Record<string, QualityWords>>;

export type QualityLanguage = keyof typeof QUALITY_WORDS;
