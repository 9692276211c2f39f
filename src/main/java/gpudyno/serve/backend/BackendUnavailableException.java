package gpudyno.serve.backend;

/// The model cannot run on this machine; the message says in one sentence why.
public final class BackendUnavailableException extends RuntimeException {
    public BackendUnavailableException(String message) {
        super(message);
    }

    public BackendUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
