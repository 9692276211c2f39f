package gpudyno.serve;

import gpudyno.cache.BoundedMemo;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Parsed requests by their exact bytes, so that a body seen before is neither parsed nor tokenized again. It holds no answers; those are
/// looked up in the cache each time.
final class RequestMemo {
    private static final int MAX_BODY = 16 << 10;
    private static final long MAX_BYTES = 16L << 20;
    /// An input's key, its array's header and its place in the list.
    private static final int INPUT_OVERHEAD = 64;

    private final BoundedMemo<Body, EmbeddingRequest> requests = new BoundedMemo<>(MAX_BYTES,
            (body, request) -> body.bytes.length + request.usage().length + 4 * request.tokens()
                    + INPUT_OVERHEAD * request.inputs().size());

    private record Body(byte[] bytes, int hash) {
        static Body of(byte[] bytes) {
            return new Body(bytes, Arrays.hashCode(bytes));
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Body(byte[] otherBytes, int otherHash) && hash == otherHash && Arrays.equals(bytes, otherBytes);
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }

    @Nullable
    EmbeddingRequest get(byte[] body) {
        return body.length > MAX_BODY ? null : requests.get(Body.of(body));
    }

    void put(byte[] body, EmbeddingRequest request) {
        if (body.length <= MAX_BODY) {
            requests.put(Body.of(body), request);
        }
    }

    void clear() {
        requests.clear();
    }
}
