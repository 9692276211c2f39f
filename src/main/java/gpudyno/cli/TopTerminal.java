package gpudyno.cli;

import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Draws `gpudyno top` on a terminal: on its second screen, each frame in one write over the last one, so that nothing flickers. Keys are read
/// as they are typed where the system has `stty`; the terminal is put back at the end, also when the process is interrupted.
final class TopTerminal {
    private static final long PERIOD_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long KEY_MILLIS = 50;
    private static final String BEGIN = "\033[?1049h\033[?25l\033[?7l";
    private static final String END = "\033[?7h\033[?25h\033[?1049l";
    private static final String USUAL_SIZE = "30 100";

    private final PrintStream out;
    private String before = "";
    private boolean restored;

    TopTerminal(PrintStream out) {
        this.out = out;
    }

    static boolean isThere() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }

    /// Until the user types q or interrupts it.
    void show(TopSource source, TopView.Sort first) throws IOException, InterruptedException {
        Thread restoring = Thread.ofPlatform().unstarted(this::restore);
        Runtime.getRuntime().addShutdownHook(restoring);
        try {
            before = stty("-g");
            stty("-icanon -echo min 0 time 0");
            write(BEGIN);
            draw(source, first);
        } finally {
            restore();
            Runtime.getRuntime().removeShutdownHook(restoring);
        }
    }

    private void draw(TopSource source, TopView.Sort first) throws IOException, InterruptedException {
        TopView.Sort sort = first;
        while (true) {
            long next = System.nanoTime() + PERIOD_NANOS;
            String[] size = stty("size").matches("\\d{1,4} \\d{1,4}") ? stty("size").split(" ") : USUAL_SIZE.split(" ");
            write(frame(new TopView(Integer.parseInt(size[1]), sort).lines(source.take()), Integer.parseInt(size[0])));
            int key = -1;
            while (key < 0 && System.nanoTime() < next) {
                key = key(System.in);
                if (key < 0) {
                    Thread.sleep(KEY_MILLIS);
                }
            }
            switch (key) {
                case 'q', 'Q' -> {
                    return;
                }
                case 'm' -> sort = TopView.Sort.MEMORY;
                case 's' -> sort = TopView.Sort.SM;
                default -> {
                    // Another key, or a second has passed.
                }
            }
        }
    }

    private static int key(InputStream in) throws IOException {
        return in.available() > 0 ? in.read() : -1;
    }

    /// One frame over the last: every line is cleared behind its text, and what is below the last one too.
    static String frame(List<String> lines, int rows) {
        StringBuilder text = new StringBuilder("\033[H");
        int shown = Math.min(lines.size(), Math.max(1, rows));
        for (int i = 0; i < shown; i++) {
            text.append(lines.get(i)).append("\033[K").append(i + 1 < shown ? "\r\n" : "");
        }
        return text.append("\033[J").toString();
    }

    private void write(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.write(bytes, 0, bytes.length);
        out.flush();
    }

    private synchronized void restore() {
        if (!restored) {
            restored = true;
            write(END);
            if (!before.isEmpty()) {
                stty(before);
            }
        }
    }

    /// Empty where there is no such program.
    private static String stty(String arguments) {
        try {
            Process process = new ProcessBuilder(List.of("sh", "-c", "stty " + arguments + " </dev/tty")).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return process.waitFor() == 0 ? said : "";
        } catch (IOException e) {
            // Windows has none.
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }
}
