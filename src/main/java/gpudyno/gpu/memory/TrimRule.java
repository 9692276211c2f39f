package gpudyno.gpu.memory;

import gpudyno.model.memory.Forecast;
import gpudyno.model.memory.MemoryAction;
import gpudyno.model.memory.MemoryProfile;
import gpudyno.model.memory.Pressure;
import gpudyno.model.memory.Reclaimable.Depth;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/// When unused memory of one device is given back: at high pressure, when it would be full within five minutes, or while batches are bounded,
/// which lasts until memory is free again; and only where there is something to give. A trim that freed little makes the next one wait twice as long.
final class TrimRule {
    static final Duration PAUSE = Duration.ofSeconds(60);
    static final Duration RECYCLE_PAUSE = Duration.ofMinutes(10);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(16);
    private static final long LEAST_BYTES = 32L << 20;
    private static final double LEAST_SHARE = 0.02;

    private Duration pause = PAUSE;
    private Instant last = Instant.EPOCH;
    private Instant lastRecycle = Instant.EPOCH;
    private boolean lastFailed;

    /// What is due, and why.
    record Due(Depth depth, String why) {}

    /// What is returned counts as begun: the next is due a pause later.
    ///
    /// @param bounded whether batches are bounded
    Optional<Due> due(MemoryProfile profile, boolean bounded) {
        Forecast forecast = profile.forecast();
        boolean soonFull = forecast != null && forecast.band() == Forecast.Band.ACT_NOW;
        boolean high = profile.pressure().compareTo(Pressure.HIGH) >= 0;
        if (!high && !soonFull && !bounded || profile.at().isBefore(last.plus(pause))) {
            return Optional.empty();
        }
        String why = high || !soonFull
                ? String.format(Locale.ROOT, "%.0f %% of the memory were in use", profile.percent())
                : "the memory would be 90 % full within 5 minutes";
        if (isWorth(profile)) {
            last = profile.at();
            return Optional.of(new Due(Depth.SHRINK, why));
        }
        boolean stuck = profile.pressure() == Pressure.CRITICAL && lastFailed && profile.idle() > 0
                && !profile.at().isBefore(lastRecycle.plus(RECYCLE_PAUSE));
        if (!stuck) {
            return Optional.empty();
        }
        last = profile.at();
        return Optional.of(new Due(Depth.RECYCLE, why + ", and shrinking had freed little"));
    }

    /// Whether enough is unused that giving it back helps.
    static boolean isWorth(MemoryProfile profile) {
        return profile.idle() >= Math.max(LEAST_BYTES, LEAST_SHARE * profile.total());
    }

    /// Takes in what came of it.
    ///
    /// @param idle bytes that were not in use before
    void done(MemoryAction action, long idle) {
        last = action.at();
        lastFailed = action.freed() < idle / 4;
        Duration longer = pause.multipliedBy(2);
        pause = !lastFailed ? PAUSE : longer.compareTo(LONGEST_PAUSE) < 0 ? longer : LONGEST_PAUSE;
        if (action.kind() == MemoryAction.Kind.RECYCLE) {
            lastRecycle = action.at();
        }
    }
}
