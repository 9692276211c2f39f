package gpudyno.tune;

import gpudyno.store.MeasuredSpace;
import gpudyno.tune.strategy.Strategies;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The table of all strategies over measured spaces. Run by `packaging/bench/replay-spaces`.
///
/// Fraction: optimum / best time so far. P: [Performance].
final class ReplaySpaces {
    private static final int[] MILESTONES = {50, 100, 200};

    private ReplaySpaces() {
    }

    /// What a strategy did on one space.
    private record Result(double[] fractions, double performance, double millisPerTrial) {}

    /// @param args repeats, first seed, strategies by comma or `all`, then files; without files, made-up spaces
    public static void main(String[] args) {
        int repeats = Integer.parseInt(args[0]);
        long seed = Long.parseLong(args[1]);
        List<String> strategies = args[2].equals("all") ? Strategies.NAMES : List.of(args[2].split(","));
        Map<String, MeasuredSpace> spaces = new LinkedHashMap<>();
        for (String file : Arrays.asList(args).subList(3, args.length)) {
            spaces.put(String.valueOf(Path.of(file).getFileName()), MeasuredSpace.read(Path.of(file)));
        }
        if (spaces.isEmpty()) {
            SyntheticSpaces.names().forEach(name -> spaces.put(name, SyntheticSpaces.of(name, seed)));
        }
        int trials = MILESTONES[MILESTONES.length - 1];
        Map<String, List<Result>> results = new LinkedHashMap<>();
        spaces.forEach((name, space) -> {
            Replay replay = new Replay(space);
            System.out.printf(Locale.ROOT, "%s: %,d configurations of %d parameters, %.0f %% fail%n", name, replay.size(),
                    space.parameters().size(),
                    100.0 * space.entries().stream().filter(entry -> entry.value() == null).count() / replay.size());
            List<Replay.Search> random = searches(replay, "random", trials, seed + 1_000_000, 4 * repeats);
            for (String strategy : strategies) {
                List<Replay.Search> searches = searches(replay, strategy, trials, seed, repeats);
                Result result = result(replay, searches, random, trials);
                System.out.println(row("  " + strategy, List.of(result)));
                results.computeIfAbsent(strategy, _ -> new ArrayList<>()).add(result);
            }
        });
        System.out.printf(Locale.ROOT, "%nMean of %d spaces, %d repeats each%n", spaces.size(), repeats);
        results.forEach((strategy, all) -> System.out.println(row("  " + strategy, all)));
    }

    private static List<Replay.Search> searches(Replay replay, String strategy, int trials, long seed, int repeats) {
        List<Replay.Search> searches = new ArrayList<>();
        for (int repeat = 0; repeat < repeats; repeat++) {
            searches.add(replay.search(strategy, trials, seed + repeat));
        }
        return searches;
    }

    private static Result result(Replay replay, List<Replay.Search> searches, List<Replay.Search> random, int trials) {
        double[] fractions = Arrays.stream(MILESTONES)
                .mapToDouble(at -> searches.stream().mapToDouble(search -> replay.fractionOfOptimum(search, at)).average().orElse(0))
                .toArray();
        return new Result(fractions, Performance.of(replay, searches, random, trials),
                searches.stream().mapToDouble(Replay.Search::millisPerTrial).average().orElse(0));
    }

    private static String row(String name, List<Result> results) {
        StringBuilder row = new StringBuilder(String.format(Locale.ROOT, "%-14s", name));
        for (int i = 0; i < MILESTONES.length; i++) {
            int milestone = i;
            row.append(String.format(Locale.ROOT, " @%d %.3f", MILESTONES[i],
                    results.stream().mapToDouble(result -> result.fractions[milestone]).average().orElse(0)));
        }
        row.append(String.format(Locale.ROOT, "  P %5.2f  %6.2f ms a trial",
                results.stream().mapToDouble(Result::performance).average().orElse(0),
                results.stream().mapToDouble(Result::millisPerTrial).average().orElse(0)));
        if (results.size() > 1) {
            row.append(String.format(Locale.ROOT, "  worst space @%d %.3f", MILESTONES[2],
                    results.stream().mapToDouble(result -> result.fractions[2]).min().orElse(0)));
        }
        return row.toString();
    }
}
