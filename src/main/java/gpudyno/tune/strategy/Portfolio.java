package gpudyno.tune.strategy;

import gpudyno.tune.space.Point;
import gpudyno.tune.space.Space;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Several strategies that learn from each other's trials. Which one asks next is drawn in proportion to how well its own points did of
/// late: a trial among the best tenth so far counts, a new best counts double, and old results lose weight, so that more trials go to the
/// strategies that do well on this space at this time.
final class Portfolio implements Strategy {
    private static final double FADE = 0.93;
    /// The weight of every strategy's initial merit, in trials.
    private static final double TRUST = 4;
    private static final double TOP = 0.1;

    /// @param priorMerit what it is expected to be worth, 0 to 1
    record Member(Strategy strategy, double priorMerit) {}

    private final List<Member> members;
    private final double[] merit;
    private final double[] uses;
    private final RandomGenerator random;
    private final Tried tried;
    private final int spread;
    private int asked = -1;

    /// @param members the first opens, until the space has been sampled
    Portfolio(Space space, RandomGenerator random, List<Member> members) {
        this.members = List.copyOf(members);
        this.random = random;
        merit = new double[members.size()];
        uses = new double[members.size()];
        tried = new Tried(space, random);
        spread = Math.clamp(2L * space.dimensions(), 8, 20);
    }

    @Override
    public Optional<Point> ask() {
        asked = tried.size() < spread || tried.best(2).size() < 2 ? 0 : choose();
        Optional<Point> point = members.get(asked).strategy.ask();
        return point.isPresent() && !tried.has(point.get()) ? point : tried.draw();
    }

    private int choose() {
        double[] weights = new double[merit.length];
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            double worth = (merit[i] + TRUST * members.get(i).priorMerit) / (uses[i] + TRUST);
            weights[i] = worth * worth;
            sum += weights[i];
        }
        double at = random.nextDouble() * sum;
        for (int i = 0; i < weights.length; i++) {
            at -= weights[i];
            if (at < 0) {
                return i;
            }
        }
        return weights.length - 1;
    }

    @Override
    public void tell(Point point, Outcome outcome) {
        List<Point> before = tried.best(Integer.MAX_VALUE);
        tried.add(point, outcome);
        if (asked >= 0 && !before.isEmpty()) {
            for (int i = 0; i < uses.length; i++) {
                merit[i] *= FADE;
                uses[i] *= FADE;
            }
            double cost = tried.cost(point);
            uses[asked]++;
            merit[asked] += cost < tried.cost(before.getFirst())
                    ? 1
                    : cost <= tried.cost(before.get((int) (TOP * before.size()))) ? 0.5 : 0;
        }
        members.forEach(member -> member.strategy.tell(point, outcome));
    }
}
