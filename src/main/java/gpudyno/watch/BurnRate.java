package gpudyno.watch;

import gpudyno.model.meter.DerivedMeters;
import gpudyno.model.meter.Frame;
import gpudyno.model.meter.Meters;
import gpudyno.model.meter.Meters.Outcome;
import java.time.Duration;

/// How fast an error budget is used up. Counts requests and failures per minute of observed time, for seven days. Requests of a test are
/// not counted, because a test may cause failures on purpose.
///
/// The burn rate over a window is the share of failed requests over the share the objective allows (Google, "The Site Reliability
/// Workbook", chapter 5). A window reaches back over whole minutes, so it may be up to a minute longer than asked.
final class BurnRate {
    private static final int MINUTES = (int) Duration.ofDays(7).toMinutes() + 1;
    private static final long MINUTE_MILLIS = 60_000;

    private final double[] requests = new double[MINUTES];
    private final double[] failed = new double[MINUTES];
    private long watchedMillis;

    void add(Frame frame) {
        long before = watchedMillis / MINUTE_MILLIS;
        watchedMillis += frame.length().toMillis();
        long after = watchedMillis / MINUTE_MILLIS;
        for (long minute = Math.max(before + 1, after - MINUTES + 1); minute <= after; minute++) {
            requests[(int) (minute % MINUTES)] = 0;
            failed[(int) (minute % MINUTES)] = 0;
        }
        if (Meters.isTest(frame)) {
            return;
        }
        double counted = DerivedMeters.requests(frame);
        int now = (int) (after % MINUTES);
        requests[now] += counted;
        failed[now] += counted - frame.counted(Meters.REQUESTS.series(Outcome.OK.label()));
    }

    /// @param objective share of requests that must succeed, in percent, between 0 and 100
    /// @return NaN without a request in the window
    double over(Duration window, double objective) {
        long last = watchedMillis / MINUTE_MILLIS;
        long first = Math.max(0, last - Math.min(MINUTES - 1, window.plusMinutes(1).minusMillis(1).toMinutes()));
        double all = 0;
        double bad = 0;
        for (long minute = first; minute <= last; minute++) {
            all += requests[(int) (minute % MINUTES)];
            bad += failed[(int) (minute % MINUTES)];
        }
        return all <= 0 ? Double.NaN : bad / all / (1 - objective / 100);
    }
}
