package dev.syncprotocol.training;

import dev.syncprotocol.training.reference.Bigram;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Configurations of tests: the required keys, and what a test adds. */
public final class Configs {
    /** The required keys, in a form that this build runs, with the reference engine. */
    public static final String SMALL = """
            run:
              seed: 7
              output_dir: checkpoints/x
              log_file: logs/train.log
              max_steps: 6
              save_steps: 2
              eval_steps: 3
              gradient_accumulation: 2
              threads: 1
            data:
              train_path: data/train.jsonl
              eval_path: data/eval.jsonl
              batch_size: 2
              max_length: 64
            model:
              base: tiny
              init: random
              trust_remote_code: false
              lora: {enable: false}
            engine:
              name: java_ref
              lr: 0.05
            strategy:
              name: sft
            """;

    /** The parts of a build with the reference engine under every engine key of a policy alone. */
    public static final Installed INSTALLED = new Installed(
            List.of(new Bigram.Provider(Set.of("java_ref", "pure_pt_sft"))),
            Installed.find().strategies(),
            Installed.find().callbacks(),
            Installed.find().rewards());

    private Configs() {}

    /** The small configuration with some texts replaced. */
    public static TrainConfig small(Map<String, String> replaced) {
        return loaded(replaced).config();
    }

    /** The same, with what was read. */
    public static LoadedConfig loaded(Map<String, String> replaced) {
        return TrainConfigReader.readDocument(yaml(replaced).getBytes(StandardCharsets.UTF_8), "configs/small.yaml");
    }

    /** The text of the small configuration with some texts replaced; each must be there. */
    public static String yaml(Map<String, String> replaced) {
        String text = SMALL;
        for (Map.Entry<String, String> entry : replaced.entrySet()) {
            if (!text.contains(entry.getKey())) {
                throw new IllegalArgumentException("the small configuration has no " + entry.getKey());
            }
            text = text.replace(entry.getKey(), entry.getValue());
        }
        return text;
    }
}
