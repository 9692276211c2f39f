package gpudyno.node.server;

import io.javalin.http.Context;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// The header by which a caller measures the round trip and how far its clock is off: when the request came and when its answer began, in
/// microseconds since 1970. The same four times as in NTP (RFC 5905).
final class ClockHeader {
    static final String NAME = "GPUDyno-Clock";
    private static final String CAME = "gpudyno.came";

    private ClockHeader() {
    }

    static void came(Context context) {
        context.attribute(CAME, micros());
    }

    static void answer(Context context) {
        Long came = context.attribute(CAME);
        if (came != null) {
            context.header(NAME, came + " " + micros());
        }
    }

    private static long micros() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    }
}
