package gpudyno.tune;

import gpudyno.model.knob.Configuration;
import gpudyno.model.target.Profile;
import gpudyno.model.tune.Explanation.Share;
import gpudyno.model.tune.Goal;
import gpudyno.tune.space.Parameter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/// The part of the gain that each changed knob contributes.
///
/// Estimated: a linear model of cost over the positions of the knobs, ridge regression (Hoerl and Kennard, 1970) of the search's trials;
/// a knob's part is its slope times how far it moved. It sees no interactions, and few trials say little: an estimate.
final class Importance {
    private static final double RIDGE = 1;

    private Importance() {
    }

    /// @return greatest first, together 1; empty where no moved knob lowers the model's cost
    static List<Share> estimated(Search search, Profile profile, Configuration baseline, Configuration best, Goal goal) {
        KnobSpace space = search.space();
        List<double[]> rows = search.scored().stream().map(one -> space.position(one.configuration())).toList();
        if (rows.isEmpty()) {
            return List.of();
        }
        double[] costs = search.scored().stream().mapToDouble(one -> Judgement.of(one.meters(), profile, "", goal).cost()).toArray();
        double[] slopes = slopes(rows, costs);
        double[] from = space.position(baseline);
        double[] to = space.position(best);
        List<Share> gains = new ArrayList<>();
        for (int i = 0; i < slopes.length; i++) {
            Parameter parameter = space.space().parameters().get(i);
            gains.add(new Share(parameter.name(), Math.max(0, -slopes[i] * (to[i] - from[i]))));
        }
        return shares(gains);
    }

    private static double[] slopes(List<double[]> rows, double[] costs) {
        int knobs = rows.getFirst().length;
        double[] means = new double[knobs];
        double meanCost = java.util.Arrays.stream(costs).average().orElse(0);
        for (double[] row : rows) {
            for (int i = 0; i < knobs; i++) {
                means[i] += row[i] / rows.size();
            }
        }
        DMatrixRMaj squares = CommonOps_DDRM.identity(knobs);
        CommonOps_DDRM.scale(RIDGE, squares);
        DMatrixRMaj products = new DMatrixRMaj(knobs, 1);
        for (int row = 0; row < costs.length; row++) {
            for (int i = 0; i < knobs; i++) {
                double at = rows.get(row)[i] - means[i];
                products.add(i, 0, at * (costs[row] - meanCost));
                for (int j = 0; j < knobs; j++) {
                    squares.add(i, j, at * (rows.get(row)[j] - means[j]));
                }
            }
        }
        DMatrixRMaj slopes = new DMatrixRMaj(knobs, 1);
        CommonOps_DDRM.solve(squares, products, slopes);
        return slopes.getData();
    }

    /// Gains as parts of their sum, greatest first, without those that are nothing.
    static List<Share> shares(List<Share> gains) {
        double sum = gains.stream().mapToDouble(Share::share).sum();
        return gains.stream().filter(gain -> gain.share() > 0).map(gain -> new Share(gain.knob(), gain.share() / sum))
                .sorted(Comparator.comparingDouble(Share::share).reversed()).toList();
    }
}
