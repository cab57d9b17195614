import { badMember } from '../check-input.ts';
import type { GroupParticle, LeafParticle, Particle } from './wsdl-service.ts';

/** What is to be written of one member, first to last. */
export interface Queue {
  readonly path: string;
  readonly texts: readonly string[];
}

/** Writes elements in the order of a content model. Throws BAD_PARAMETER for what is missing or has no place in it. */
export function writeModel(model: Particle, elements: readonly Queue[], rest: Queue): string {
  const writer = new ModelWriter(elements, rest);
  const written = writer.write(model);
  writer.refuseLeft();
  return written;
}

class ModelWriter {
  readonly #elements: readonly Queue[];
  readonly #rest: Queue;
  /** How many of each were written. */
  readonly #written = new Map<Queue, number>();

  constructor(elements: readonly Queue[], rest: Queue) {
    this.#elements = elements;
    this.#rest = rest;
  }

  write(particle: Particle): string {
    const most = particle.most ?? Number.POSITIVE_INFINITY;
    let text = '';
    for (let count = 0; count < most; count += 1) {
      const left = this.#leftIn(particle);
      if (left === 0 && count >= particle.least) break;
      text += this.#once(particle);
      // Nothing was taken: what may be empty is, as often as it must be.
      if (this.#leftIn(particle) === left) break;
    }
    return text;
  }

  refuseLeft(): void {
    const left = [...this.#elements, this.#rest].find((queue) => this.#left(queue) > 0);
    if (left) throw badMember(left.path, '与同时提供的其他参数不能并存，或个数过多');
  }

  #once(particle: Particle): string {
    if (!isGroup(particle)) return this.#take(this.#queueOf(particle));
    if (particle.kind === 'choice') return this.#choose(particle.parts);
    return particle.parts.map((part) => this.write(part)).join('');
  }

  #take(queue: Queue): string {
    const at = this.#written.get(queue) ?? 0;
    const text = queue.texts[at];
    if (text === undefined) {
      if (queue === this.#rest) return '';
      throw badMember(queue.path, '必填，不能缺少');
    }
    this.#written.set(queue, at + 1);
    return text;
  }

  /** Of the alternatives that are complete the one that most was given for; else whatever was begun. */
  #choose(parts: readonly Particle[]): string {
    const given = parts.filter((part) => this.#leftIn(part) > 0);
    const complete = given.filter((part) => this.#isComplete(part));
    const [best] = [...(complete.length > 0 ? complete : given)].sort(
      (one, other) => this.#leftIn(other) - this.#leftIn(one),
    );
    const chosen = best ?? parts.find((part) => this.#isComplete(part)) ?? parts[0];
    return chosen ? this.write(chosen) : '';
  }

  /** Whether all that it cannot do without was given. */
  #isComplete(particle: Particle): boolean {
    if (particle.least === 0) return true;
    if (particle.kind === 'rest') return true;
    if (particle.kind === 'element') return this.#left(this.#queueOf(particle)) >= particle.least;
    if (particle.kind === 'sequence') return particle.parts.every((part) => this.#isComplete(part));
    return particle.parts.length === 0 || particle.parts.some((part) => this.#isComplete(part));
  }

  #leftIn(particle: Particle): number {
    if (isGroup(particle)) return particle.parts.reduce((sum, part) => sum + this.#leftIn(part), 0);
    return this.#left(this.#queueOf(particle));
  }

  #queueOf(particle: LeafParticle): Queue {
    return particle.kind === 'rest' ? this.#rest : this.#elements[particle.element]!;
  }

  #left(queue: Queue): number {
    return queue.texts.length - (this.#written.get(queue) ?? 0);
  }
}

function isGroup(particle: Particle): particle is GroupParticle {
  return particle.kind === 'sequence' || particle.kind === 'choice';
}
