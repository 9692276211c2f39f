package gpudyno.load;

import org.jspecify.annotations.Nullable;

/// The body of one request. Compared by identity: an equal body drawn again is the same object, and is encoded once.
public final class Body {
    /// The body of a request whose content is not known yet.
    static final Body NONE = new Body(new byte[0], 0);

    private final byte[] bytes;
    private final int estimatedInputTokens;
    private final @Nullable Conversation conversation;

    /// @param bytes never changed from here on
    /// @param estimatedInputTokens 0 if the body has no tokens or their number is unknown
    public Body(byte[] bytes, int estimatedInputTokens) {
        this(bytes, estimatedInputTokens, null);
    }

    /// @param conversation whose turn it is
    Body(byte[] bytes, int estimatedInputTokens, @Nullable Conversation conversation) {
        this.bytes = bytes;
        this.estimatedInputTokens = estimatedInputTokens;
        this.conversation = conversation;
    }

    @Nullable
    Conversation conversation() {
        return conversation;
    }

    byte[] bytes() {
        return bytes;
    }

    int estimatedInputTokens() {
        return estimatedInputTokens;
    }
}
