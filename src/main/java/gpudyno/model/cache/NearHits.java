package gpudyno.model.cache;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Answers to questions that mean nearly the same as one answered before. Counts are those since the node started, or since the least cosine
/// was changed: those of another bound say nothing about this one.
///
/// @param upstream the server whose answers they are; empty where none is configured, so that there are none
/// @param mode the knob `cache.near`
/// @param cosine least cosine of two questions that count as the same, the knob `cache.near.cosine`
/// @param entries answers kept
/// @param bytes they and their questions' vectors take
/// @param asked questions that could have been answered so
/// @param served questions that were
/// @param compared questions of the shadow mode that would have been answered so, and whose real answer came
/// @param wrong those of them whose real answer said something else
/// @param wrongPercent share of [#wrong] in [#compared]; null before the first
/// @param wrongInterval in which that share lies with 95 % confidence, in percent: least and most; null likewise
@JsonInclude(JsonInclude.Include.NON_NULL)
public record NearHits(String upstream, NearMode mode, double cosine, long entries, long bytes, long asked, long served, long compared,
        long wrong, @Nullable Double wrongPercent, @Nullable List<Double> wrongInterval) {
    /// Quantile of the normal distribution for 95 % to both sides.
    private static final double Z = 1.959964;

    /// With the share and its interval by Wilson's formula, which holds for few cases and for shares near 0 too.
    ///
    /// E. B. Wilson, Probable inference, the law of succession, and statistical inference, JASA 22 (1927).
    public static NearHits of(String upstream, NearMode mode, double cosine, long entries, long bytes, long asked, long served,
            long compared,
            long wrong) {
        if (compared == 0) {
            return new NearHits(upstream, mode, cosine, entries, bytes, asked, served, 0, 0, null, null);
        }
        double share = (double) wrong / compared;
        double scale = 1 + Z * Z / compared;
        double centre = (share + Z * Z / (2 * compared)) / scale;
        double half = Z / scale * Math.sqrt(share * (1 - share) / compared + Z * Z / (4.0 * compared * compared));
        return new NearHits(upstream, mode, cosine, entries, bytes, asked, served, compared, wrong, 100 * share,
                List.of(100 * Math.max(0, centre - half), 100 * Math.min(1, centre + half)));
    }
}
