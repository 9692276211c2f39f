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

    /// @throws IllegalArgumentException whose message begins with the flag it is about
    public LlmSettings {
        if (maxNumSeqs < 1) {
            throw new IllegalArgumentException("max-num-seqs must be at least 1, got " + maxNumSeqs);
        }
        if (maxNumBatchedTokens < maxNumSeqs) {
            throw new IllegalArgumentException("max-num-batched-tokens must not lie below max-num-seqs (" + maxNumSeqs + "), got "
                    + maxNumBatchedTokens);
        }
        if (!(gpuMemoryUtilization > 0 && gpuMemoryUtilization <= 1)) {
            throw new IllegalArgumentException("gpu-memory-utilization must lie above 0 and at most at 1, got " + gpuMemoryUtilization);
        }
        if (blockSize < 1) {
            throw new IllegalArgumentException("block-size must be at least 1, got " + blockSize);
        }
        if (deviceBlocks * gpuMemoryUtilization < 1) {
            throw new IllegalArgumentException("device-blocks must leave at least one block at a gpu-memory-utilization of "
                    + gpuMemoryUtilization + ", got " + deviceBlocks);
        }
        if (!(stepMicros > 0 && stepMicros <= 1e8)) {
            throw new IllegalArgumentException("step-ms must lie above 0 and at most at 100000, got " + stepMicros / 1000);
        }
        if (!(prefillMicrosPerToken >= 0 && decodeMicrosPerSequence >= 0)) {
            throw new IllegalArgumentException("prefill-us and decode-us must not be negative, got " + prefillMicrosPerToken + " and "
                    + decodeMicrosPerSequence);
        }
    }

    int blocks() {
        return (int) (deviceBlocks * gpuMemoryUtilization);
    }

    int blocksFor(int tokens) {
        return Math.ceilDiv(tokens, blockSize);
    }
}
