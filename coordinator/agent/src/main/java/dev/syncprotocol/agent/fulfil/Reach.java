package dev.syncprotocol.agent.fulfil;

import dev.syncprotocol.protocol.digest.RepoPath;
import dev.syncprotocol.protocol.json.SecretKind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the tools of one need can touch: they write at the need's own path in the staging folder and read the artifacts that
 * were handed over, and the drafts. No word of a document widens it.
 *
 * @param workspace the workspace, which is only read
 * @param staging the drafts
 * @param need where the need is wanted
 * @param readable the artifacts that may be read
 */
record Reach(Path workspace, Staging staging, RepoPath need, List<RepoPath> readable) {
    private static final int MOST_LISTED = 300;
    private static final long MOST_READ_BYTES = 64L << 20;

    Reach {
        readable = List.copyOf(readable);
    }

    /** Whether a path is the need's, or lies below it where that is a folder. */
    static boolean isWithin(RepoPath need, RepoPath path) {
        return need.isDirectory()
                ? path.value().startsWith(need.value())
                        && path.value().length() > need.value().length()
                : path.equals(need);
    }

    /** The path of a file that may be written. */
    RepoPath writable(String typed) {
        RepoPath path = path(typed);
        if (path.isDirectory() || !isWithin(need, path)) {
            throw new ToolRefusal(
                    "files are written " + (need.isDirectory() ? "below " + need + " only" : "at " + need + " only"));
        }
        return path;
    }

    private static RepoPath path(String typed) {
        Optional<RepoPath.Refusal> refusal = RepoPath.refusal(typed);
        if (refusal.isPresent()) {
            throw new ToolRefusal("not a path: " + refusal.get().rule() + "; expected "
                    + refusal.get().expected());
        }
        return new RepoPath(typed);
    }

    /** The text of a file that may be read, drafts first. */
    String text(String typed) throws IOException {
        RepoPath path = path(typed);
        String text = decoded(readable(path));
        SecretKind.exactlyIn(text).ifPresent(kind -> {
            throw new ToolRefusal("the file holds what looks like a secret (" + kind.words() + ") and is not shown");
        });
        return text;
    }

    /** A folder that may be read, drafts first. */
    Path folder(String typed) throws IOException {
        RepoPath path = path(typed.endsWith("/") ? typed : typed + "/");
        if (staging.files().stream().anyMatch(draft -> isWithin(path, draft))) {
            return path.below(staging.root());
        }
        boolean known = readable.stream().anyMatch(item -> item.equals(path) || isWithin(item, path));
        if (!known || path.leaves(workspace) || !Files.isDirectory(path.below(workspace))) {
            throw new ToolRefusal("no such folder among those that may be read; list_files names their files");
        }
        return path.below(workspace);
    }

    private Path readable(RepoPath path) throws IOException {
        if (staging.exists(path)) {
            return path.below(staging.root());
        }
        boolean known = readable.stream().anyMatch(item -> item.equals(path) || isWithin(item, path));
        Path file = path.below(workspace);
        if (!known || path.leaves(workspace) || !Files.isRegularFile(file)) {
            throw new ToolRefusal("no such file among those that may be read; list_files names them");
        }
        if (Files.size(file) > MOST_READ_BYTES) {
            throw new ToolRefusal("the file is too large to be read");
        }
        return file;
    }

    private static String decoded(Path file) throws IOException {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
                    .toString();
            if (text.indexOf('\0') >= 0) {
                throw new ToolRefusal("the file is no text");
            }
            return text;
        } catch (CharacterCodingException e) {
            throw new ToolRefusal("the file is no UTF-8 text");
        }
    }

    /** Every file that may be read, drafts first, bounded. */
    List<String> listing() throws IOException {
        List<String> lines = new ArrayList<>();
        for (RepoPath draft : staging.files()) {
            lines.add(draft + "  draft, " + staging.size(draft) + " bytes");
        }
        for (RepoPath path : readable) {
            if (!path.leaves(workspace)) {
                list(path.below(workspace), lines);
            }
        }
        return lines.size() <= MOST_LISTED ? lines : lines.subList(0, MOST_LISTED);
    }

    private void list(Path place, List<String> lines) throws IOException {
        if (!Files.exists(place)) {
            return;
        }
        try (Stream<Path> walk = Files.walk(place)) {
            for (Path file : walk.filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))
                    .sorted()
                    .limit(MOST_LISTED)
                    .toList()) {
                lines.add(
                        workspace.relativize(file).toString().replace('\\', '/') + "  " + Files.size(file) + " bytes");
            }
        }
    }
}
