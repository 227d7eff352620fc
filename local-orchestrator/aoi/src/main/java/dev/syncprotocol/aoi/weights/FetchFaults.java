package dev.syncprotocol.aoi.weights;

import dev.syncprotocol.protocol.digest.Sha256;
import dev.syncprotocol.protocol.error.ErrorCode;
import dev.syncprotocol.protocol.error.SyncException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.util.Locale;

/** Why weights did not come: what was expected, what came, and what to do. No message holds a token or a query. */
record FetchFaults(WeightsPlan plan) {
    private static final String NOTHING_LEFT = "; nothing is left of it";
    private static final String AGAIN = "nothing is wrong with the run: sync aoi resume fetches again";
    private static final String BY_HAND =
            "or copy the file into augmentation/backbone yourself and start with sync aoi preflight, without --fetch-weights";

    SyncException tooLong(long most) {
        return failed("it is longer than " + most + " bytes", BY_HAND);
    }

    SyncException noRoom(long length, long free) {
        return failed("expected " + length + " free bytes, found " + free, "make room; " + AGAIN);
    }

    SyncException notWritten(IOException why) {
        return failed("it could not be written: " + words(why), "look at augmentation/backbone and its disk; " + AGAIN);
    }

    SyncException noWeights(String what) {
        return failed(
                "expected weights, found " + what,
                "the address of the file itself is meant (on the hub it has /resolve/ in it): "
                        + "sync aoi preflight with --weights-from, " + BY_HAND);
    }

    SyncException late(URI at, String words) {
        return failed(SafeAddress.shown(at) + " " + words, AGAIN);
    }

    SyncException interrupted() {
        return new SyncException(ErrorCode.INTERRUPTED, "interrupted while fetching " + name() + NOTHING_LEFT);
    }

    SyncException redirectedTooOften(int most) {
        return failed("it was sent on more than " + most + " times", BY_HAND);
    }

    SyncException digest(Sha256 expected, Sha256 found, String whose) {
        return new SyncException(
                        ErrorCode.DIGEST_MISMATCH,
                        name() + " from " + address() + ": expected sha256 " + expected.hex() + " (" + whose
                                + "), found " + found.hex() + NOTHING_LEFT)
                .withHint("fetch again once with sync aoi resume; if it stays so, do not use this source");
    }

    /** A page in place of the file is told by its type before a byte of it is kept. */
    void requireNoPage(String contentType) {
        if (contentType.toLowerCase(Locale.ROOT).startsWith("text/html")) {
            throw noWeights("a web page");
        }
    }

    /**
     * Where an answer sends the reader on to.
     *
     * @throws SyncException when it is no redirection, or one to an address that is not asked
     */
    URI redirection(URI at, HttpResponse<?> answer) {
        int status = answer.statusCode();
        if (status < 300 || status >= 400) {
            throw refused(at, status);
        }
        String location = answer.headers().firstValue("location").orElse("");
        URI next = resolved(at, location);
        boolean down = at.getScheme().equals("https") && !next.getScheme().equals("https");
        if (down || !SafeAddress.isSafe(next)) {
            throw failed("it was sent on to " + SafeAddress.shown(next) + ", which is not https", BY_HAND);
        }
        return next;
    }

    private URI resolved(URI at, String location) {
        try {
            URI next = at.resolve(location);
            if (!location.isBlank() && next.getScheme() != null) {
                return next;
            }
        } catch (IllegalArgumentException noAddress) {
            throw failed("it was sent on to something that is no address", BY_HAND);
        }
        throw failed("it was sent on to nowhere", BY_HAND);
    }

    private SyncException refused(URI at, int status) {
        String said = SafeAddress.shown(at) + " answered " + status;
        return switch (status) {
            case 401, 403 ->
                failed(
                        said,
                        "set HF_TOKEN (environment or .env) to a token that may read it, and accept its terms on "
                                + plan.hub().host() + "; then sync aoi resume");
            case 404 ->
                failed(
                        said,
                        "look for the repository, revision and file in a browser: sync aoi preflight with --weights-from, "
                                + BY_HAND);
            default -> failed(said, AGAIN);
        };
    }

    /** The exchange ended with a failure. */
    SyncException broken(URI at, Throwable why, long received) {
        if (why instanceof SyncException told) {
            return told;
        }
        if (why instanceof ArrivingFile.TooLong) {
            return failed("it is " + why.getMessage(), BY_HAND);
        }
        if (why instanceof ArrivingFile.NotWritten disk) {
            return notWritten(disk);
        }
        if (received > 0) {
            return failed(
                    SafeAddress.shown(at) + " broke off after " + received + " bytes (" + words(why) + ")", AGAIN);
        }
        return failed(SafeAddress.shown(at) + " was not reached (" + words(why) + ")", unreached(why));
    }

    private static String unreached(Throwable why) {
        boolean network = why instanceof ConnectException
                || why instanceof UnknownHostException
                || why instanceof HttpTimeoutException;
        return network
                ? "look at the network; a proxy is named by JAVA_TOOL_OPTIONS=-Dhttps.proxyHost=HOST -Dhttps.proxyPort=PORT; "
                        + AGAIN
                : AGAIN;
    }

    private SyncException failed(String why, String todo) {
        return new SyncException(
                        ErrorCode.ENGINE_UNAVAILABLE,
                        name() + " could not be fetched from " + address() + ": " + why + NOTHING_LEFT)
                .withHint(todo);
    }

    private String name() {
        return plan.source().fileName();
    }

    private String address() {
        return SafeAddress.shown(plan.source().address());
    }

    private static String words(Throwable why) {
        String message = why.getMessage();
        return why.getClass().getSimpleName() + (message == null ? "" : ": " + message);
    }
}
