package gpudyno.store;

/// Another process holds the data folder; the message names it.
public final class FolderInUseException extends StoreException {
    FolderInUseException(String message) {
        super(message);
    }
}
