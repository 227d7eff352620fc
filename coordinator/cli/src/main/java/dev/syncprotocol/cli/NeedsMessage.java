package dev.syncprotocol.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.syncprotocol.coordinator.readiness.NeedCheck;
import dev.syncprotocol.coordinator.readiness.NeedState;
import dev.syncprotocol.protocol.AcceptRules;
import dev.syncprotocol.protocol.Party;
import dev.syncprotocol.protocol.RoundNumber;
import dev.syncprotocol.protocol.json.ShownText;
import dev.syncprotocol.protocol.json.SyncJson;
import java.util.ArrayList;
import java.util.List;

/**
 * The text to forward to another party: what is open, what makes it good, and the shape of the answer. Ready to paste
 * (seed 001 section 3: a person used to write this by hand).
 */
enum NeedsMessage {
    /** English. */
    EN(
            "# SYNC round %s: what is needed from %s",
            "Please make these artifacts. Paths are relative to the repository root and must be exact.",
            "checked: %s",
            "at least %s files",
            "at least %s lines",
            "at least %s bytes",
            "JSON with the keys %s",
            "JSON valid by %s",
            "passes the gate %s",
            "optional",
            "Answer with the files and with this SYNC package as one JSON document. Give the SHA-256 of each file if"
                    + " you can; it is checked. Name what you could not do in risks_blockers.",
            "Nothing is open for %s."),
    /** Chinese, the language of the seed documents. */
    ZH(
            "# SYNC 第 %s 轮：需要 %s 提供的工件",
            "请产出以下工件。路径相对仓库根目录，必须完全一致。",
            "检查：%s",
            "至少 %s 个文件",
            "至少 %s 行",
            "至少 %s 字节",
            "JSON，含键 %s",
            "JSON，符合 %s",
            "通过闸门 %s",
            "可选",
            "请连同文件一起，回复如下 SYNC 包（单个 JSON 文档）。如可能，请给出每个文件的 SHA-256，收到后会核对。" + "做不到的事写进 risks_blockers。",
            "没有等待 %s 的工件。");

    private final String title;
    private final String please;
    private final String checked;
    private final String files;
    private final String lines;
    private final String bytes;
    private final String keys;
    private final String schema;
    private final String gate;
    private final String optional;
    private final String answer;
    private final String nothing;

    NeedsMessage(
            String title,
            String please,
            String checked,
            String files,
            String lines,
            String bytes,
            String keys,
            String schema,
            String gate,
            String optional,
            String answer,
            String nothing) {
        this.title = title;
        this.please = please;
        this.checked = checked;
        this.files = files;
        this.lines = lines;
        this.bytes = bytes;
        this.keys = keys;
        this.schema = schema;
        this.gate = gate;
        this.optional = optional;
        this.answer = answer;
        this.nothing = nothing;
    }

    /** The message for one party; only what is not satisfied is asked for. */
    String text(Party party, RoundNumber round, List<NeedCheck> needs) {
        List<NeedCheck> open = needs.stream()
                .filter(check -> check.state() != NeedState.SATISFIED)
                .toList();
        if (open.isEmpty()) {
            return String.format(nothing, party);
        }
        StringBuilder text = new StringBuilder();
        text.append(String.format(title, round, party))
                .append("\n\n")
                .append(please)
                .append("\n");
        for (int i = 0; i < open.size(); i++) {
            text.append("\n").append(i + 1).append(". ").append(item(open.get(i)));
        }
        text.append("\n").append(answer).append("\n\n```json\n");
        return text.append(SyncJson.pretty(reply(party, round, open)))
                .append("```")
                .toString();
    }

    private String item(NeedCheck check) {
        String wish = check.asked().need().required() ? "" : " (" + optional + ")";
        String rules = String.join("; ", rules(check.asked().need().accept()));
        return "`" + ShownText.clean(check.asked().name()) + "` → `"
                + check.asked().need().path() + "`" + wish + "\n   "
                + ShownText.clean(check.asked().need().desc()) + "\n"
                + (rules.isEmpty() ? "" : "   " + String.format(checked, rules) + "\n");
    }

    private List<String> rules(AcceptRules accept) {
        List<String> said = new ArrayList<>();
        accept.minFiles().ifPresent(count -> said.add(String.format(files, count)));
        accept.minLines().ifPresent(count -> said.add(String.format(lines, count)));
        accept.minBytes().ifPresent(count -> said.add(String.format(bytes, count)));
        if (!accept.requiredKeys().isEmpty()) {
            said.add(String.format(keys, String.join(", ", accept.requiredKeys())));
        }
        accept.jsonSchema().ifPresent(path -> said.add(String.format(schema, path)));
        accept.gate().ifPresent(name -> said.add(String.format(gate, name)));
        return said;
    }

    private static ObjectNode reply(Party party, RoundNumber round, List<NeedCheck> open) {
        ObjectNode reply = SyncJson.object();
        reply.put("from", party.name());
        reply.put("round", round.value());
        ArrayNode artifacts = reply.putArray("artifacts_produced");
        open.forEach(check -> artifacts
                .addObject()
                .put("name", check.asked().name())
                .put("path", check.asked().need().path().value())
                .put("desc", "…"));
        reply.putArray("risks_blockers").add("none");
        reply.put("notes", "…");
        return reply;
    }
}
