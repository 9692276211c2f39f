package gpudyno.store;

/// The data folder or the store in it cannot be used; the message says why and what to do.
public sealed class StoreException extends RuntimeException permits FolderInUseException {
    public StoreException(String message) {
        super(message);
    }

    public StoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
