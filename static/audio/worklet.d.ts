// What the Web Audio specification gives an AudioWorkletGlobalScope (section 1.32); TypeScript's
// DOM library does not describe it.
declare const sampleRate: number;
declare const currentTime: number;
declare class AudioWorkletProcessor {
  readonly port: MessagePort;
  constructor(options?: object);
}
declare function registerProcessor(name: string, processor: new () => AudioWorkletProcessor): void;
