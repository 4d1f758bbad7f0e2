package dev.heapcrest.report.html;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * The policy that comes before any script of the page: only the page's own script and style run, known by their
 * hashes, and nothing is ever requested. Inline handlers, eval, {@code javascript:} links and requests are refused by
 * the browser, also from file://.
 */
final class ContentSecurityPolicy {
    private ContentSecurityPolicy() {}

    static String of(String script, String style) {
        return "default-src 'none'; script-src '" + hash(script) + "'; style-src '" + hash(style)
                + "'; worker-src blob:; img-src data: blob:; base-uri 'none'; form-action 'none'";
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "sha256-" + Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
