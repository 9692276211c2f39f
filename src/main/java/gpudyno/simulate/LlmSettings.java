package gpudyno.simulate;

/// What the simulated accelerator costs and holds. Flags are named as vLLM names them.
///
/// @param maxNumSeqs most sequences in one step
/// @param maxNumBatchedTokens most tokens computed in one step, prompt and decode together
/// @param gpuMemoryUtilization share of the device's KV blocks that may be used, above 0 to 1
/// @param deviceBlocks KV blocks the whole device would hold
/// @param blockSize tokens a KV block holds
/// @param prefixCaching whether prompt blocks seen before skip their prefill
/// @param stepMicros fixed time of a step
/// @param prefillMicrosPerToken time a prompt token adds to a step
/// @param decodeMicrosPerSequence time a decoding sequence adds to a step
public record LlmSettings(int maxNumSeqs, int maxNumBatchedTokens, double gpuMemoryUtilization, int deviceBlocks, int blockSize,
        boolean prefixCaching, double stepMicros, double prefillMicrosPerToken, double decodeMicrosPerSequence) {
    public static final LlmSettings DEFAULT = new LlmSettings(64, 2048, 0.9, 2048, 16, true, 8000, 40, 150);

    public LlmSettings {
        if (maxNumSeqs < 1 || maxNumBatchedTokens < maxNumSeqs) {
            throw new IllegalArgumentException("max-num-seqs must be at least 1 and max-num-batched-tokens not below it, got " + maxNumSeqs
                    + " and " + maxNumBatchedTokens);
        }
        if (!(gpuMemoryUtilization > 0 && gpuMemoryUtilization <= 1)) {
            throw new IllegalArgumentException("gpu-memory-utilization must lie above 0 and at most at 1, got " + gpuMemoryUtilization);
        }
        if (deviceBlocks * gpuMemoryUtilization < 1 || blockSize < 1) {
            throw new IllegalArgumentException("at least one KV block of at least one token is needed");
        }
        if (!(stepMicros > 0 && prefillMicrosPerToken >= 0 && decodeMicrosPerSequence >= 0)) {
            throw new IllegalArgumentException("a step must take time, and no cost may be negative");
        }
    }

    int blocks() {
        return (int) (deviceBlocks * gpuMemoryUtilization);
    }

    int blocksFor(int tokens) {
        return Math.ceilDiv(tokens, blockSize);
    }
}
