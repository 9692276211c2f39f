package gpudyno.model.cache;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// By which policy a full cache decides what to keep, and the evidence for it: shadows, which are caches without values, see a sample of the keys
/// that are asked for. Policies are `w-tinylfu` (what is asked for often) and `lru` (what was asked for last).
///
/// @param configured the knob `cache.policy`: a policy, or `adaptive` for the better one
/// @param followed the policy that is followed now
/// @param hitPercent hits that each policy would have had, in percent of about the last 4,000 look-ups of the sample; empty before the first
/// @param sampleKeys keys that each shadow holds, 512 at most
/// @param sampleRequests look-ups that the shadows have seen
/// @param switches how often the followed policy changed since the node started
/// @param switchedSecondsAgo when it did last; null before that
/// @param moving whether entries are still moved after the last switch; all of them are found meanwhile
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CachePolicy(String configured, String followed, Map<String, Double> hitPercent, int sampleKeys, long sampleRequests,
        int switches, @Nullable Long switchedSecondsAgo, boolean moving) {
    public CachePolicy {
        hitPercent = Map.copyOf(hitPercent);
    }
}
