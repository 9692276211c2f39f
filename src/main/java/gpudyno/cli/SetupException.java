package gpudyno.cli;

/// A command cannot start. The message is the one line that the user sees.
final class SetupException extends Exception {
    SetupException(String message, Throwable cause) {
        super(message, cause);
    }

    SetupException(String message) {
        super(message);
    }
}
