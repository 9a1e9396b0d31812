// Asks the API of a tracker: no answer is sent twice, and none of its changes is missed.

export class Limited extends Error {
  constructor(seconds) {
    super("429");
    this.seconds = seconds;
  }
}

export class Refused extends Error {}

export class Tracker {
  #kept = new Map();
  #position = null;

  constructor(site) {
    this.root = `${site}/api/v1/`;
  }

  // The rows at an address of the API; where nothing has moved, those that we have.
  async ask(path, parameters = {}) {
    const address = new URL(path, this.root);
    for (const [name, value] of Object.entries(parameters)) {
      if (value) address.searchParams.set(name, value);
    }
    return (await this.#get(address.href)).body;
  }

  // What has changed since the last call, oldest first; null where nothing has.
  async changes() {
    const found = [];
    this.#position ??= await this.#beginning();
    for (;;) {
      const { body, moved } = await this.#get(this.#position);
      if (!moved) return null;
      found.push(...body.results);
      // With an ETag in hand the last position is asked again for the price of a 304.
      if (!body.results.length) return found;
      this.#kept.delete(this.#position);
      this.#position = body.next;
    }
  }

  // A little before the last checkpoint, which is of yesterday; of a young tracker, its first change.
  async #beginning() {
    const { body } = await this.#get(new URL("/data/checkpoints.json", this.root).href);
    const newest = Math.max(0, ...body.checkpoints.map((checkpoint) => checkpoint.seq));
    return `${this.root}changes/?noun=proposal&limit=500&after=${Math.max(0, newest - 50)}`;
  }

  async #get(address) {
    const kept = this.#kept.get(address);
    const answer = await fetch(address, {
      headers: kept ? { "If-None-Match": kept.etag } : {},
      cache: "no-store",
    });
    if (answer.status === 304) return { body: kept.body, moved: false };
    if (answer.status === 429) throw new Limited(Number(answer.headers.get("Retry-After")) || 60);
    if (answer.status === 409) {
      // The tracker was restored from a backup: what we know of its changes may never have been.
      this.#position = null;
      this.#kept.clear();
    }
    if (!answer.ok) {
      const problem = await answer.json().catch(() => ({}));
      throw new Refused(problem.errors?.[0]?.message ?? problem.detail ?? `${answer.status}`);
    }
    const body = await answer.json();
    this.#kept.set(address, { etag: answer.headers.get("ETag"), body });
    return { body, moved: true };
  }
}
