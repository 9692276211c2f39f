package gpudyno.model.trace;

/// A part of a request's way through the gateway, in the order in which a request meets them.
public enum Stage {
    /// From its arrival until its body is read.
    ADMISSION("Admission"),
    TOKENISE("Tokenise"),
    CACHE_L1("Cache L1"),
    /// Asking the cache that nodes share.
    CACHE_L2("Cache L2"),
    /// Waiting for an equal input of another request.
    COALESCE_WAIT("Coalesce wait"),
    QUEUE("Queue"),
    /// From leaving the queue until the model begins.
    BATCH("Batch"),
    INFERENCE("Inference"),
    WRITE("Write");

    private final String title;

    Stage(String title) {
        this.title = title;
    }

    public String title() {
        return title;
    }
}
