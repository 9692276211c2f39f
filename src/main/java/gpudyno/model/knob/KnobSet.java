package gpudyno.model.knob;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Where the knobs stood after a change: a version of them.
///
/// @param version grows with each change, with gaps
/// @param change of a tuning session: all that it moved in a row, from before it to after it
/// @param values of all knobs that the node has now
public record KnobSet(long version, Instant at, KnobChange change, Configuration values) {
    /// The most that may be asked for.
    public static final int MOST = 500;
    /// Who turns the knobs back to where they last stood when a node starts. Nothing changes by it.
    public static final String START = "start";
    private static final String SESSION = "session ";

    /// A change that was made.
    public record Turned(long version, Instant at, KnobChange change) {}

    /// The versions that led to the present values.
    ///
    /// @param changes newest first, complete from the newest back
    /// @param most from 1 to [#MOST]
    /// @return newest first
    public static List<KnobSet> back(Configuration now, List<Turned> changes, int most) {
        check(most);
        List<KnobSet> sets = new ArrayList<>();
        Configuration values = now;
        for (Turned turned : joined(changes.stream().filter(one -> !one.change.by().equals(START)).toList())) {
            KnobChange change = turned.change;
            // A knob that is gone since is not to be put back.
            Configuration stood = values.with(change.after().only(now.values().keySet()));
            sets.add(new KnobSet(turned.version, turned.at, change, stood));
            if (sets.size() == most) {
                break;
            }
            values = stood.with(change.before().only(now.values().keySet()));
        }
        return List.copyOf(sets);
    }

    /// @throws IllegalArgumentException unless it lies from 1 to [#MOST]
    public static void check(int most) {
        if (most < 1 || most > MOST) {
            throw new IllegalArgumentException("most must lie from 1 to " + MOST + ", got " + most);
        }
    }

    /// The trials of a session as one change; none where it left the knobs as they were.
    private static List<Turned> joined(List<Turned> changes) {
        List<Turned> all = new ArrayList<>();
        for (Turned older : changes) {
            if (!all.isEmpty() && older.change.by().startsWith(SESSION) && older.change.by().equals(all.getLast().change.by())) {
                all.add(joined(older, all.removeLast()));
            } else {
                all.add(older);
            }
        }
        all.removeIf(turned -> turned.change.after().values().isEmpty());
        return all;
    }

    private static Turned joined(Turned older, Turned newer) {
        Configuration before = newer.change.before().with(older.change.before());
        Configuration after = older.change.after().with(newer.change.after()).changedFrom(before);
        return new Turned(newer.version, newer.at, new KnobChange(before.only(after.values().keySet()), after, newer.change.by()));
    }
}
