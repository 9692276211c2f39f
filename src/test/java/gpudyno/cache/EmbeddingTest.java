package gpudyno.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EmbeddingTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static String json(Embedding embedding) {
        byte[] bytes = new byte[embedding.jsonLength() + 7];
        assertThat(embedding.writeJson(bytes, 3)).isEqualTo(3 + embedding.jsonLength());
        assertThat(new byte[]{bytes[0], bytes[1], bytes[2], bytes[bytes.length - 4]}).containsOnly(0);
        return new String(bytes, 3, embedding.jsonLength(), StandardCharsets.US_ASCII);
    }

    private static String base64(Embedding embedding) {
        byte[] bytes = new byte[embedding.base64Length() + 5];
        assertThat(embedding.writeBase64(bytes, 2)).isEqualTo(2 + embedding.base64Length());
        return new String(bytes, 2, embedding.base64Length(), StandardCharsets.US_ASCII);
    }

    @Test
    void bothFormsCarryExactlyTheFloatsOfAnyVector() throws Exception {
        Random random = new Random(5);
        for (int round = 0; round < 400; round++) {
            float[] vector = new float[1 + random.nextInt(400)];
            for (int i = 0; i < vector.length; i++) {
                vector[i] = switch (random.nextInt(12)) {
                    case 0 -> 0f;
                    case 1 -> -0f;
                    case 2 -> Float.MIN_VALUE;
                    case 3 -> random.nextFloat() * 1e-4f;
                    case 4 -> -Float.MAX_VALUE;
                    case 5 -> random.nextInt(1_000_000_000);
                    default -> (float) (random.nextGaussian() / 20);
                };
            }
            Embedding embedding = new Embedding(vector);
            assertThat(JSON.readValue(json(embedding), float[].class)).isEqualTo(vector);
            float[] decoded = new float[vector.length];
            ByteBuffer.wrap(Base64.getDecoder().decode(JSON.readValue(base64(embedding), String.class))).order(ByteOrder.LITTLE_ENDIAN)
                    .asFloatBuffer().get(decoded);
            assertThat(decoded).isEqualTo(vector);
        }
    }

    @Test
    void aValueThatIsNoNumberIsRefusedInsteadOfBecomingBrokenJson() {
        for (float bad : new float[]{Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
            assertThatThrownBy(() -> new Embedding(new float[]{0.5f, bad})).isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("value 1");
        }
    }
}
