package gpudyno.console;

/// No window can be opened on this machine. The message is the one line that JavaFX has to say, which seldom names what is missing.
public final class NoWindowException extends Exception {
    NoWindowException(Throwable cause) {
        super(line(cause), cause);
    }

    private static String line(Throwable cause) {
        Throwable root = cause;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String said = root.getMessage();
        return said == null || said.isBlank() ? root.toString() : said.lines().findFirst().orElseThrow().strip();
    }
}
