package dev.heapcrest.browser;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests a {@link Browser}: Debian's Chromium, driven by Debian's chromedriver; nothing is downloaded. One browser
 * serves all test classes of a run. Where it is not installed tests are skipped with a message that cannot be missed; on
 * build servers (environment variable CI=true) they fail.
 */
public final class ChromiumExtension implements ExecutionCondition, ParameterResolver {
    private static final Path CHROMIUM = path("CHROMIUM", "/usr/bin/chromium");
    private static final Path DRIVER = path("CHROMEDRIVER", "/usr/bin/chromedriver");

    private static Path path(String variable, String otherwise) {
        String named = System.getenv(variable);
        return Path.of(named == null || named.isEmpty() ? otherwise : named);
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        if (Files.isExecutable(CHROMIUM) && Files.isExecutable(DRIVER)) {
            return ConditionEvaluationResult.enabled("Chromium is installed");
        }
        String reason = "no " + CHROMIUM + " or no " + DRIVER + " (apt-get install chromium chromium-driver)";
        if ("true".equals(System.getenv("CI"))) {
            throw new IllegalStateException("Browser tests must run on build servers: " + reason);
        }
        System.err.println("*** BROWSER TESTS SKIPPED: " + reason + " ***");
        return ConditionEvaluationResult.disabled(reason);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Browser.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Browser browser = context.getRoot()
                .getStore(ExtensionContext.Namespace.GLOBAL)
                .getOrComputeIfAbsent(Browser.class, key -> new Browser(CHROMIUM, DRIVER), Browser.class);
        browser.reset();
        return browser;
    }
}
