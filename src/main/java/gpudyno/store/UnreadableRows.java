package gpudyno.store;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Rows of the store that cannot be read. They are counted, and each is reported once. They stay in the store, because another version may
/// be able to read them.
final class UnreadableRows {
    /// A store with more is broken in a way that one more line does not explain.
    private static final int MOST = 10_000;
    private static final int NAMED = 10;
    private static final int LONGEST = 300;

    private final Set<String> known = new HashSet<>();
    private final List<String> untold = new ArrayList<>();
    private @Nullable Consumer<String> told;

    /// @param problems why, by what names the row
    synchronized void found(String table, Map<String, String> problems) {
        Map<String, String> fresh = problems.entrySet().stream()
                .filter(problem -> known.size() < MOST && known.add(table + " " + problem.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (one, _) -> one, java.util.LinkedHashMap::new));
        if (!fresh.isEmpty()) {
            String reason = fresh.values().iterator().next();
            untold.add((fresh.size() == 1 ? "A row" : fresh.size() + " rows") + " of the store's table " + table
                    + " cannot be read and " + (fresh.size() == 1 ? "was" : "were") + " left out: "
                    + fresh.keySet().stream().limit(NAMED).collect(Collectors.joining(", ")) + (fresh.size() > NAMED ? ", ..." : "") + " ("
                    + (reason.length() > LONGEST ? reason.substring(0, LONGEST) + "..." : reason) + ")");
        }
    }

    /// Reports what has not been reported yet to the listener. Call without the store's lock.
    void tell() {
        Consumer<String> listener;
        List<String> lines;
        synchronized (this) {
            listener = told;
            if (listener == null || untold.isEmpty()) {
                return;
            }
            lines = List.copyOf(untold);
            untold.clear();
        }
        lines.forEach(listener);
    }

    /// Sets the listener. It immediately gets what was found before.
    void onFound(Consumer<String> listener) {
        synchronized (this) {
            told = listener;
        }
        tell();
    }

    /// The number of unreadable rows found so far.
    synchronized int count() {
        return known.size();
    }
}
