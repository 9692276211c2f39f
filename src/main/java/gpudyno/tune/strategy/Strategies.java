package gpudyno.tune.strategy;

import gpudyno.tune.space.Space;
import gpudyno.tune.strategy.Portfolio.Member;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/// The strategies by name.
public final class Strategies {
    public static final String AUTO = "auto";
    public static final List<String> NAMES = List.of("random", "sobol", "genetic", "greedy", "annealing", "gp", AUTO);

    private Strategies() {
    }

    /// @param expectedTrials what the budget is likely to allow
    /// @throws IllegalArgumentException if there is none of that name
    public static Strategy create(String name, Space space, long seed, int expectedTrials) {
        RandomGenerator random = new SplittableRandom(seed);
        return switch (name) {
            case "random" -> new RandomSearch(space, random);
            case "sobol" -> new SobolSearch(space, random);
            case "genetic" -> new Genetic(space, random);
            case "greedy" -> new GreedyLocalSearch(space, random);
            case "annealing" -> new Annealing(space, random, expectedTrials);
            case "gp" -> new SurrogateSearch(space, random, new GaussianProcess(random), new Forest(random));
            case AUTO -> new Portfolio(space, random, List.of(new Member(create("gp", space, seed + 1, expectedTrials), 0.7),
                    new Member(create("greedy", space, seed + 2, expectedTrials), 0.35),
                    new Member(create("genetic", space, seed + 3, expectedTrials), 0.25)));
            default -> throw new IllegalArgumentException("there is no strategy '" + name + "'; there are " + String.join(", ", NAMES));
        };
    }
}
