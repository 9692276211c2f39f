package gpudyno.cache.shared;

import java.util.List;
import java.util.Map;

/// Who computes which missing keys. What is neither awaited nor locked is computed without a lock.
///
/// @param awaited keys that another node computes
/// @param tokens the token of each lock that this node has set, by its key
public record Lead(List<String> awaited, Map<String, String> tokens) {}
