package gpudyno.cost;

import gpudyno.model.cost.CostReport.Share;
import gpudyno.model.cost.LedgerEntry;
import gpudyno.model.cost.LedgerEntry.Asked;
import gpudyno.model.meter.KeyMeters;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/// Splits what serving cost by API key. Each minute's cost goes to its keys by the input tokens that the backend computed for them; in a
/// minute in which it computed none, by their requests. So the parts add up to the whole.
final class KeyShares {
    private static final String NO_KEY = KeyMeters.NO_KEY;
    private static final Comparator<Share> DEAREST_FIRST = Comparator.comparingDouble(KeyShares::money).reversed()
            .thenComparing(Comparator.comparingLong(Share::requests).reversed()).thenComparing(Share::name);

    private KeyShares() {
    }

    /// @param money what serving cost in an entry; null where nothing has a price
    /// @return the dearest first; empty where no request carried a key
    static List<Share> of(List<LedgerEntry> entries, @Nullable ToDoubleFunction<LedgerEntry> money) {
        Map<String, Double> spent = new HashMap<>();
        Map<String, Asked> asked = new HashMap<>();
        for (LedgerEntry entry : entries) {
            Map<String, Asked> keys = keys(entry);
            keys.forEach((key, one) -> asked.merge(key, one, Asked::plus));
            double sum = keys.values().stream().mapToDouble(Asked::computed).sum();
            double requests = keys.values().stream().mapToDouble(Asked::requests).sum();
            double cost = money == null ? 0 : money.applyAsDouble(entry);
            keys.forEach((key, one) -> spent.merge(key,
                    cost * (sum > 0 ? one.computed() / sum : requests > 0 ? one.requests() / requests : 1.0 / keys.size()), Double::sum));
        }
        if (asked.keySet().stream().allMatch(NO_KEY::equals)) {
            return List.of();
        }
        List<Share> shares = asked.entrySet().stream()
                .map(one -> new Share(one.getKey(), one.getValue().requests(), one.getValue().tokens(),
                        money == null ? null : spent.get(one.getKey())))
                .filter(share -> share.requests() > 0 || money(share) > 0)
                .sorted(DEAREST_FIRST).toList();
        return bounded(shares);
    }

    private static double money(Share share) {
        Double known = share.money();
        return known == null ? 0 : known;
    }

    /// A long period may have seen more keys than one minute holds.
    private static List<Share> bounded(List<Share> shares) {
        if (shares.size() <= KeyMeters.MOST_KEYS + 1) {
            return shares;
        }
        List<Share> kept = new ArrayList<>(shares.subList(0, KeyMeters.MOST_KEYS));
        kept.removeIf(share -> share.name().equals(KeyMeters.OTHERS));
        Share rest = shares.stream().filter(share -> !kept.contains(share))
                .reduce(new Share(KeyMeters.OTHERS, 0, 0, null), KeyShares::plus);
        kept.add(rest);
        return kept;
    }

    private static Share plus(Share one, Share other) {
        Double money = one.money() == null
                ? other.money()
                : other.money() == null ? one.money() : Double.valueOf(one.money() + other.money());
        return new Share(one.name(), one.requests() + other.requests(), one.tokens() + other.tokens(), money);
    }

    /// Entries of versions that counted no keys, and minutes without a correct answer, are those of no key.
    private static Map<String, Asked> keys(LedgerEntry entry) {
        return entry.keys().isEmpty()
                ? Map.of(NO_KEY, new Asked(entry.work().requests(), entry.work().inputTokens(), 0))
                : entry.keys();
    }
}
