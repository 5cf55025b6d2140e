import type { Watched } from './personas';

interface Canary {
  text: string;
  /** Who may see it. */
  allowed: ReadonlySet<Watched>;
  what: string;
}

const SHORTEST = 10;

/**
 * Everything that requesters, suppliers and strangers are given while a suite runs is searched for what they must never see (security.md I19), and what anybody is
 * given for secrets (I23). Planted before it can leak, so nothing needs to be kept.
 */
export class CanaryWatch {
  private readonly canaries = new Map<string, Canary>();
  readonly found: string[] = [];

  /** A text that only these may ever see; texts too short to be recognised are not watched. */
  plant(text: string, allowed: readonly Watched[], what: string): void {
    if (text.length >= SHORTEST) this.canaries.set(text, { text, allowed: new Set(allowed), what });
  }

  /** A secret is shown once, in the answer that makes it, which is not passed here. */
  secret(text: string, what: string): void {
    this.plant(text, [], what);
  }

  get secrets(): readonly string[] {
    return [...this.canaries.values()].filter(({ allowed }) => allowed.size === 0).map(({ text }) => text);
  }

  seen(by: Watched, where: string, content: string): void {
    for (const { text, allowed, what } of this.canaries.values())
      if (!allowed.has(by) && content.includes(text)) this.found.push(`${what} reached ${by === 'nobody' ? 'somebody unknown' : `a ${by}`} in ${where}: ${text.slice(0, 40)}`);
  }
}
