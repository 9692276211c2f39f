package gpudyno.store;

/// The data folder or the store in it cannot be used; the message says why and what to do.
public final class StoreException extends RuntimeException {
    public StoreException(String message) {
        super(message);
    }

    public StoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
