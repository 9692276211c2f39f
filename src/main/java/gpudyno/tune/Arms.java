package gpudyno.tune;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The configurations that a session compares, measured alternately.
///
/// @param restricted the best of the subject's restricted part; empty where it is the best of all, or there is no such part
record Arms(Arm baseline, Arm best, Optional<Arm> restricted) {
    List<Arm> all() {
        List<Arm> all = new ArrayList<>(List.of(baseline, best));
        restricted.ifPresent(all::add);
        return List.copyOf(all);
    }

    boolean bestClearlyHoldsMore() {
        return Verification.clearlyHoldsMore(best.held(), baseline.held());
    }
}
