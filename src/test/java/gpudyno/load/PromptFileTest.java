package gpudyno.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PromptFileTest {
    @TempDir
    private Path folder;

    private PromptSource source(String text) throws IOException {
        return PromptSource.file(Files.writeString(folder.resolve("prompts.json"), text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"Why?\"\n\"How?\"\n", "\uFEFF\"Why?\"\r\n\r\n\"How?\"\r\n",
        "\n\n{\"prompt\": \"Why?\"}\n{\"text\": \"How?\"}",
        "[\"Why?\", {\"question\": \"How?\"}]",
        "[{\"id\": \"a\", \"conversations\": [{\"from\": \"human\", \"value\": \"Why?\"}, {\"from\": \"gpt\", \"value\": \"Because.\"}]},"
                + "{\"id\": \"b\", \"conversations\": []}, {\"conversations\": [{\"from\": \"gpt\", \"value\": \"Hi\"}, {\"from\": \"user\", \"value\": \"How?\"}]}]",
        "{\"turns\": [\"Why?\", \"And then?\"]}\n{\"instruction\": \"How?\", \"input\": \"\", \"output\": \"So.\"}",
        "{\"conversation\": [{\"role\": \"user\", \"content\": \"Why?\"}]}\n{\"input\": \"How?\"}",
        "{\"custom_id\": \"1\", \"method\": \"POST\", \"url\": \"/v1/chat/completions\", \"body\": {\"model\": \"m\", \"messages\":"
                + "[{\"role\": \"user\", \"content\": \"Why?\"}], \"max_tokens\": 8}}\n{\"body\": {\"prompt\": [\"How?\"]}}",
        "{\"rows\": [{\"row_idx\": 0, \"row\": {\"question\": \"Why?\"}}, {\"row\": {\"prompt\": \"How?\"}}]}",
        "{\"id\": \"0\", \"data\": [\"Why?\", \"Because.\"]}\r\n{\"items\": [{\"from\": \"Human\", \"value\": \"How?\"}]}\r\n",
        "{\"instruction\": \"Why?\", \"context\": \"\", \"response\": \"So.\"}\n{\"dialog\": [{\"role\": \"user\", \"content\": \"How?\"}]}"})
    void theKnownDataSetsAndWhatEditorsMakeOfThemAreRead(String text) throws IOException {
        Supplier<Prompt> prompts = source(text).prompts(1);
        assertThat(prompts.get().text()).isEqualTo("Why?");
        assertThat(prompts.get().text()).isEqualTo("How?");
        assertThat(prompts.get().text()).isEqualTo("Why?");
    }

    @Test
    void chatsGoOutAsTheyAreWithoutTheAnswersAtTheirEnd() throws IOException {
        Prompt prompt = source(
                "{\"messages\": [{\"role\": \"system\", \"content\": \"Be brief.\"}, {\"role\": \"user\", \"content\": [{\"type\": \"text\","
                        + " \"text\": \"Why?\"}]}, {\"role\": \"assistant\", \"content\": \"So.\"}], \"max_tokens\": \"32\"}")
                .prompts(1).get();
        assertThat(prompt.outputTokens()).isEqualTo(32);
        assertThat(prompt.messages()).isNotNull().hasSize(2);
        assertThat(prompt.text()).isEqualTo("Be brief. Why?");
    }

    @Test
    void entriesThatAskNothingAreLeftOutAndTold() throws IOException {
        assertThat(source("\"\"\n\"Why?\"\n{\"conversations\": []}").notes()).singleElement().asString().contains("2 of its entries");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"Why?\"\n{\"prompt\": 7}", "\"Why?\"\n{\"prompt\": \"x\", \"max_tokens\": 2147483648}",
        "\"Why?\"\n{\"prompt\": \"x\", \"max_tokens\": -1}", "\"Why?\"\n{oops", "\"Why?\"\n12"})
    void whatHoldsNoPromptIsRefusedWithFileLineAndAGoodLine(String text) {
        assertThatThrownBy(() -> source(text)).isInstanceOf(IllegalArgumentException.class).hasMessageContainingAll("prompts.json, line 2",
                "a good line is");
    }
}
