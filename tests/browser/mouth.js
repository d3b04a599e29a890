/** A microphone that a test speaks into: silence, until `mouth.say` is given a sound. The page gets
 * it from getUserMedia like any other, so all behind it is the real way of a voice. */
(() => {
  let context;
  let out;
  /** A page may ask before a gesture allowed sound; the track then begins with it. */
  function open() {
    context ??= new AudioContext({ sampleRate: 48_000 });
    out ??= context.createMediaStreamDestination();
    void context.resume();
    return out;
  }
  navigator.mediaDevices.getUserMedia = async () => open().stream.clone();
  window.mouth = {
    /** @param {string} wav base64 of a WAV file @returns {Promise<void>} when it was said */
    async say(wav) {
      const bytes = Uint8Array.from(atob(wav), (one) => one.charCodeAt(0));
      const source = open().context.createBufferSource();
      source.buffer = await context.decodeAudioData(bytes.buffer);
      source.connect(out);
      await new Promise((ended) => {
        source.onended = ended;
        source.start();
      });
    },
  };
})();
