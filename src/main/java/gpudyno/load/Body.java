package gpudyno.load;

/// What one request carries. Compared by identity: an equal body drawn again is the same object, and is encoded once.
public final class Body {
    private final byte[] bytes;
    private final int estimatedInputTokens;

    /// @param bytes never changed from here on
    /// @param estimatedInputTokens 0 where tokens mean nothing or nothing is known of them
    public Body(byte[] bytes, int estimatedInputTokens) {
        this.bytes = bytes;
        this.estimatedInputTokens = estimatedInputTokens;
    }

    byte[] bytes() {
        return bytes;
    }

    int estimatedInputTokens() {
        return estimatedInputTokens;
    }
}
