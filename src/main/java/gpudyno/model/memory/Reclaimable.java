package gpudyno.model.memory;

import java.util.Optional;

/// Memory that can be given back while its owner goes on: a backend's arena, or a server that can sleep, unload or drop its prefix cache.
public interface Reclaimable {
    /// How far giving back goes.
    enum Depth {
        /// What is not in use is given back.
        SHRINK,
        /// The owner is built anew, so that what it holds scattered goes too. It serves meanwhile, but holds both for a moment.
        RECYCLE
    }

    /// What it is called, such as `ONNX Runtime`.
    String name();

    /// Id of the device whose memory it is; `host` for the host's.
    String device();

    /// What it holds now; empty where nobody tells.
    Optional<Held> held();

    /// Gives memory back. What that freed is for the caller to measure, by [#held] before and after.
    ///
    /// @throws RuntimeException if it could not; its message says why
    void reclaim(Depth depth);
}
