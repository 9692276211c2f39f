package gpudyno.node.spread;

import gpudyno.model.load.RunReport;
import gpudyno.model.load.RunTally;
import gpudyno.node.NodeUnreachableException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One generator's share of a spread load, from its start to its end. Used by one thread at a time, but for [#stop].
final class SharedRun {
    private final Generator generator;
    private final ClockOffset clock;
    private final long run;
    private final long endsAt;
    private final SpreadLoad.Waits waits;
    private @Nullable RunTally tally;
    private long heard = System.nanoTime();
    private String silence = "";
    private boolean told;
    private @Nullable String lost;

    /// @param length from now to when the schedule has ended, by this machine's clock
    SharedRun(Generator generator, ClockOffset clock, long run, Duration length, SpreadLoad.Waits waits) {
        this.waits = waits;
        this.generator = generator;
        this.clock = clock;
        this.run = run;
        endsAt = System.nanoTime() + length.toNanos();
    }

    /// Asks the generator how it stands.
    ///
    /// @return what to tell the user; empty for nothing
    Optional<String> ask() {
        try {
            Optional<RunTally> now = generator.tally(run);
            heard = System.nanoTime();
            if (now.isEmpty()) {
                lost = generator.failure(run).orElse(null);
                return Optional.ofNullable(lost).map(why -> generator.name() + " has failed: " + why);
            }
            tally = now.get();
            if (told) {
                told = false;
                return Optional.of(generator.name() + " is back");
            }
        } catch (NodeUnreachableException e) {
            return silent(String.valueOf(e.getMessage()));
        } catch (IllegalArgumentException | IllegalStateException e) {
            // A node that was started anew knows nothing of the run.
            lost = e.getMessage();
            return Optional.of(generator.name() + " has lost the run: " + lost);
        }
        return Optional.empty();
    }

    private Optional<String> silent(String why) {
        silence = why;
        long now = System.nanoTime();
        if (now - heard > waits.patience().toNanos() && now > endsAt + waits.patience().toNanos()) {
            lost = why;
        }
        if (now - heard > waits.silence().toNanos() && !told) {
            told = true;
            return Optional.of(generator.name() + " is lost: " + why);
        }
        return Optional.empty();
    }

    boolean isOver() {
        return lost != null || tally != null && tally.ended();
    }

    Optional<RunTally> tally() {
        return Optional.ofNullable(tally);
    }

    /// The generator told nothing more; it may be stopped or not.
    void giveUp() {
        if (!isOver()) {
            lost = silence.isEmpty() ? "it did not end in time" : silence;
        }
    }

    void stop() {
        generator.stop(run);
    }

    String name() {
        return generator.name();
    }

    /// @param planned requests of its share; null where the scenario has no schedule
    /// @param sending while the load is on, only what a silent generator has left is told as not sent, and its silence as its loss
    RunReport.Generator report(@Nullable Long planned, RunReport.@Nullable Lag lag, boolean clientLimited, boolean sending) {
        RunTally last = tally;
        long sent = last == null ? 0 : last.offered();
        String silent = lost == null && sending && told ? silence : lost;
        Long notSent = planned == null || sending && silent == null ? null : Long.valueOf(Math.max(0, planned - sent));
        return new RunReport.Generator(generator.name(), planned, sent, notSent, lag,
                clientLimited, clock.ahead().toNanos() / 1e6, clock.roundTrip().toNanos() / 1e6, silent);
    }
}
