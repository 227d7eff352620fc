package dev.syncprotocol.aoi.approval;

import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What approves exactly one printed summary (specification §9.3): {@code <run id>.<first 24 hex of its digest>}, or in keyed mode
 * {@code <run id>.<HMAC-SHA-256 of the digest>}.
 *
 * @param run the run it approves
 * @param proof 24 hex digits, or 64 in keyed mode
 */
public record ApprovalToken(RunId run, String proof) {
    /** How long a token is good for. */
    public static final Duration LIFETIME = Duration.ofHours(24);

    private static final int PLAIN_DIGITS = 24;
    private static final Pattern FORM =
            Pattern.compile("(run_\\d{8}_\\d{6})\\.([0-9a-f]{" + PLAIN_DIGITS + "}|[0-9a-f]{64})");
    private static final String HMAC = "HmacSHA256";

    /** The plain token of a summary. */
    public static ApprovalToken plain(RunId run, Sha256 digest) {
        return new ApprovalToken(run, digest.hex().substring(0, PLAIN_DIGITS));
    }

    /** The keyed token of a summary: nobody without the key can make it. */
    public static ApprovalToken keyed(RunId run, Sha256 digest, byte[] key) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key, HMAC));
            byte[] proof = mac.doFinal(digest.hex().getBytes(StandardCharsets.US_ASCII));
            return new ApprovalToken(run, HexFormat.of().formatHex(proof));
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException(
                    "every Java platform has HMAC-SHA-256, and a key of one byte or more fits", e);
        }
    }

    /**
     * Reads a token.
     *
     * @throws SyncException {@code usage} for a text that is none
     */
    public static ApprovalToken parse(String text) {
        Matcher parts = FORM.matcher(text.strip());
        if (!parts.matches()) {
            throw new SyncException(ErrorCode.USAGE, "not an approval token: " + text)
                    .withHint("sync aoi preflight prints it below its summary");
        }
        try {
            return new ApprovalToken(new RunId(parts.group(1)), parts.group(2));
        } catch (IllegalArgumentException e) {
            throw new SyncException(ErrorCode.USAGE, "not an approval token: " + text, e);
        }
    }

    /** Whether it needs a key. */
    public boolean isKeyed() {
        return proof.length() > PLAIN_DIGITS;
    }

    /** Whether it is good no more, or not yet. */
    public boolean isStaleAt(Instant now) {
        Duration age = Duration.between(run.proposed(), now);
        return age.compareTo(LIFETIME) > 0 || age.compareTo(LIFETIME.negated()) < 0;
    }

    /** Whether both prove the same, compared in constant time. */
    public boolean proves(ApprovalToken expected) {
        return run.equals(expected.run)
                && MessageDigest.isEqual(
                        proof.getBytes(StandardCharsets.US_ASCII), expected.proof.getBytes(StandardCharsets.US_ASCII));
    }

    /** As it is typed. */
    public String text() {
        return run + "." + proof;
    }

    @Override
    public String toString() {
        return run + ".…";
    }
}
