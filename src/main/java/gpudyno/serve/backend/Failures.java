package gpudyno.serve.backend;

import gpudyno.model.meter.MeterRegistry;
import gpudyno.model.meter.Meters;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;

/// Failures after which serving continues. Every failure is counted in [Meters#SERVE_FAILURES]. The first is logged with its stack trace,
/// then at most one every ten seconds, with the number of those in between.
public final class Failures {
    private static final Logger LOG = System.getLogger(Failures.class.getName());
    private static final long PAUSE_NANOS = Duration.ofSeconds(10).toNanos();

    private final MeterRegistry.Counter counter;
    private boolean toldBefore;
    private long lastTold;
    private long untold;

    public Failures(MeterRegistry meters) {
        counter = meters.counter(Meters.SERVE_FAILURES);
    }

    public void tell(Throwable failure) {
        counter.increment();
        long between = toldNow(System.nanoTime());
        if (between >= 0) {
            LOG.log(Level.WARNING, "serving failed on a request or batch and goes on"
                    + (between == 0 ? "" : " (" + between + " more failures since the last such line)"), failure);
        }
    }

    /// How many were not logged since the last line, or -1 if this one is not logged either.
    private synchronized long toldNow(long now) {
        if (toldBefore && now - lastTold < PAUSE_NANOS) {
            untold++;
            return -1;
        }
        long between = untold;
        toldBefore = true;
        lastTold = now;
        untold = 0;
        return between;
    }
}
