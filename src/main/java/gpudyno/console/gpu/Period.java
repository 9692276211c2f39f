package gpudyno.console.gpu;

import gpudyno.console.kit.Formats;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/// What of the past the page shows.
///
/// @param length of the charts
/// @param moment that stands in their middle, and whose figures the cards show; empty for the present, with which everything moves on
record Period(Duration length, Optional<Instant> moment) {
    /// As long as a node keeps ten seconds in memory, and a little more: beyond it the points would be too many for a chart.
    private static final Duration FINE = Duration.ofHours(2);
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm").withZone(ZoneId.systemDefault());
    private static final Duration TEN_SECONDS = Duration.ofSeconds(10);
    private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);

    static Period latest(Duration length) {
        return new Period(length, Optional.empty());
    }

    static Period around(Instant moment, Duration length) {
        return new Period(length, Optional.of(moment));
    }

    boolean isLive() {
        return moment.isEmpty();
    }

    /// The right edge of the charts; never later than now.
    Instant to(Instant now) {
        Instant end = moment.map(at -> at.plus(length.dividedBy(2))).orElse(now);
        return end.isAfter(now) ? now : end;
    }

    Instant from(Instant now) {
        return to(now).minus(length);
    }

    /// `the last 5 min`, `the 5 min around 02:14`.
    String words() {
        return moment.map(at -> "the " + Formats.span(length) + " around " + CLOCK.format(at)).orElse("the last " + Formats.span(length));
    }

    /// The finest resolution worth asking for.
    Duration resolution() {
        return length.compareTo(FINE) <= 0 ? TEN_SECONDS : FIVE_MINUTES;
    }
}
