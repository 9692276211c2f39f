package gpudyno.tune;

import gpudyno.model.knob.Configuration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A configuration under comparison, which becomes a column of the table.
///
/// @param before what was known of its held rate before this search began; null if nothing was
/// @param repeats what its verification measured, repeat by repeat
record Arm(Configuration configuration, HeldRateSearch search, @Nullable HeldRate before, List<Map<String, Double>> repeats) {
    Arm(Configuration configuration, HeldRateSearch search) {
        this(configuration, search, null, new ArrayList<>());
    }

    /// Starts a new search from the present estimate, so that compared figures are measured in the same minutes.
    Arm again() {
        return new Arm(configuration, search.again(), search.estimate(), new ArrayList<>());
    }

    HeldRate held() {
        return search.estimate();
    }

    /// What is known of its held rate: from its own search, or else from before.
    HeldRate known() {
        HeldRate now = held();
        return now.known() || before == null ? now : before;
    }
}
