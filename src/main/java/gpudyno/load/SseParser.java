package gpudyno.load;

import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/// Server-sent events out of bytes that come in any pieces: the `data` of each, its lines joined by newlines. Comments and other fields are
/// dropped. Lines are decoded whole, so a character split across reads stays one. (WHATWG HTML, "Parsing an event stream".)
final class SseParser {
    private static final int MAX_LINE = 1 << 20;

    private final Consumer<String> events;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final StringBuilder data = new StringBuilder();
    private boolean hasData;
    private boolean afterCarriageReturn;

    SseParser(Consumer<String> events) {
        this.events = events;
    }

    void reset() {
        line.reset();
        data.setLength(0);
        hasData = false;
        afterCarriageReturn = false;
    }

    /// @throws IllegalArgumentException if a line or an event passes 1 MiB
    void read(ByteBuf bytes) {
        for (int i = bytes.readerIndex(); i < bytes.writerIndex(); i++) {
            byte b = bytes.getByte(i);
            boolean secondOfPair = b == '\n' && afterCarriageReturn;
            afterCarriageReturn = b == '\r';
            if (b != '\n' && b != '\r') {
                line.write(b);
                if (line.size() + data.length() > MAX_LINE) {
                    throw new IllegalArgumentException("event too large");
                }
            } else if (!secondOfPair) {
                endLine(line.toString(StandardCharsets.UTF_8));
                line.reset();
            }
        }
    }

    private void endLine(String text) {
        if (text.isEmpty()) {
            if (hasData) {
                events.accept(data.toString());
            }
            data.setLength(0);
            hasData = false;
        } else if (text.startsWith("data:")) {
            if (hasData) {
                data.append('\n');
            }
            data.append(text, text.startsWith("data: ") ? 6 : 5, text.length());
            hasData = true;
        }
    }
}
