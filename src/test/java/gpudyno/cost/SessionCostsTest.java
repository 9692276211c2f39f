package gpudyno.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import gpudyno.model.cost.Savings;
import gpudyno.model.cost.Savings.Part;
import gpudyno.model.knob.Configuration;
import gpudyno.model.meter.DerivedMeters;
import gpudyno.model.tune.SessionReport;
import gpudyno.model.tune.SessionReport.Column;
import gpudyno.model.tune.SessionReport.Phase;
import gpudyno.model.tune.SessionReport.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SessionCostsTest {
    /// At 3.60 an hour a thousand requests cost 1 / rate.
    private static final double PER_HOUR = 3.6;

    private static Column column(double rate, Map<String, Double> meters) {
        return new Column(Configuration.EMPTY, rate, List.of(rate * 0.9, rate * 1.1), meters, Map.of());
    }

    private static SessionReport session(Column cacheOff, Column best) {
        return SessionReport.builder(4, "option-2", Instant.EPOCH).phase(Phase.FINISHED, "Better").baseline(column(100, Map.of()))
                .bestCacheOff(cacheOff).best(best).verdict(Verdict.BETTER).applied(true).build();
    }

    private static Savings savings(SessionReport session) {
        return SessionCosts.savings(session, PER_HOUR, 2_000_000).orElseThrow();
    }

    @Test
    void savingsAreSplitIntoBatchingCoalescedInputsAndHits() {
        // 0.010 before, 0.0048 with the cache off and 4 % coalesced there, 0.001 now with 80 % hits and 5 % coalesced.
        Savings saved = savings(session(column(1 / 0.0048, Map.of(DerivedMeters.COALESCED_PERCENT, 4.0)),
                column(1000, Map.of(DerivedMeters.CACHE_HIT_PERCENT, 80.0, DerivedMeters.COALESCED_PERCENT, 5.0))));
        assertThat(saved.before()).isCloseTo(0.010, within(1e-12));
        assertThat(saved.now()).isCloseTo(0.001, within(1e-12));
        // With every input computed, 0.0048 / 0.96 = 0.005. Of the 0.004 that inputs save which are not computed, 5 of 85 are coalesced.
        assertThat(saved.parts()).extracting(Part::name).containsExactly("Batching and the other settings", "Coalesced, 5.0 % of inputs",
                "Cache, 80 % hits");
        assertThat(saved.parts().get(0).amount()).isCloseTo(0.005, within(1e-12));
        assertThat(saved.parts().get(1).amount()).isCloseTo(0.004 * 5 / 85, within(1e-12));
        assertThat(saved.parts().get(2).amount()).isCloseTo(0.004 * 80 / 85, within(1e-12));
        assertThat(saved.parts().stream().mapToDouble(Part::amount).sum()).as("together the whole difference").isCloseTo(0.009,
                within(1e-12));
        assertThat(saved.total()).isCloseTo(0.009 * 2000, within(1e-9));
    }

    @Test
    void withoutCoalescingThereIsNoSuchPart() {
        Savings saved = savings(session(column(200, Map.of()), column(1000, Map.of(DerivedMeters.CACHE_HIT_PERCENT, 88.0))));
        assertThat(saved.parts()).containsExactly(new Part("Batching and the other settings", saved.before() - 0.005),
                new Part("Cache, 88 % hits", 0.005 - 0.001));
    }

    @Test
    void aBestWithoutTheCacheSavesByCoalescingAlone() {
        Column best = column(250, Map.of(DerivedMeters.COALESCED_PERCENT, 20.0));
        Savings saved = savings(session(best, best));
        // 0.004 now; 0.005 with every input computed.
        assertThat(saved.parts()).extracting(Part::name).containsExactly("Batching and the other settings", "Coalesced, 20.0 % of inputs");
        assertThat(saved.parts().get(0).amount()).isCloseTo(0.005, within(1e-12));
        assertThat(saved.parts().get(1).amount()).isCloseTo(0.001, within(1e-12));
    }
}
