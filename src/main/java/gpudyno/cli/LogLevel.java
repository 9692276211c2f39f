package gpudyno.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.logging.ConsoleHandler;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/// How many of a node's events are logged to standard error, one line each.
enum LogLevel {
    OFF,
    /// Only events that somebody should look into: a session rolled back, an alert, a refused login.
    WARNING,
    /// Also normal events: start, address, sessions and runs, changed knobs, stop.
    INFO;

    /// Kept here because java.util.logging holds its loggers weakly.
    private static final Logger PROGRAM = Logger.getLogger("gpudyno");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ISO_OFFSET_DATE_TIME.withZone(ZoneId.systemDefault());

    /// One line per record: time, level, text. A stack trace follows an unexpected failure.
    private static final class OneLine extends Formatter {
        @Override
        public String format(LogRecord record) {
            StringWriter text = new StringWriter();
            text.append(TIME.format(record.getInstant().truncatedTo(java.time.temporal.ChronoUnit.MILLIS))).append(' ')
                    .append(record.getLevel().getName()).append(' ').append(formatMessage(record)).append(System.lineSeparator());
            if (record.getThrown() != null) {
                record.getThrown().printStackTrace(new PrintWriter(text, true));
            }
            return text.toString();
        }
    }

    /// Sets this level for all loggers of the program from now on.
    void apply() {
        for (var handler : PROGRAM.getHandlers()) {
            PROGRAM.removeHandler(handler);
        }
        Level level = Level.parse(name());
        ConsoleHandler handler = new ConsoleHandler();
        handler.setLevel(level);
        handler.setFormatter(new OneLine());
        PROGRAM.addHandler(handler);
        PROGRAM.setUseParentHandlers(false);
        PROGRAM.setLevel(level);
    }
}
