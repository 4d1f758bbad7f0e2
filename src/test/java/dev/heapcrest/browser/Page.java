package dev.heapcrest.browser;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.interactions.Actions;

/** An open report as a person meets it: boxes at their place on the screen, controls by their labels. */
final class Page {
    /** A box that is drawn: its name, and its place in the window in CSS pixels. */
    record Box(String function, String label, double x, double y, double width, long bytes, int depth) {}

    private final Browser browser;

    Page(Browser browser) {
        this.browser = browser;
        browser.waitUntil("document.documentElement.dataset.state === 'ready'");
        // headless windows differ in height from real ones, but never hide the root's row
        browser.waitUntil("window.heapcrest.boxes().length > 0 || document.querySelector('.empty:not([hidden])')");
    }

    List<Box> boxes() {
        return boxes(0);
    }

    /** Boxes of one graph: 0 is the flame graph, 1 and 2 are callers and callees of the sandwich. */
    List<Box> boxes(int graph) {
        List<Box> boxes = new ArrayList<>();
        for (Object row : (List<?>) browser.run(
                "return window.heapcrest.boxes(arguments[0]).map(b => [b.function, b.name, b.x, b.y, b.width,"
                        + " b.bytes, b.depth])",
                graph)) {
            List<?> box = (List<?>) row;
            boxes.add(new Box(
                    (String) box.get(0),
                    (String) box.get(1),
                    ((Number) box.get(2)).doubleValue(),
                    ((Number) box.get(3)).doubleValue(),
                    ((Number) box.get(4)).doubleValue(),
                    ((Number) box.get(5)).longValue(),
                    ((Number) box.get(6)).intValue()));
        }
        return boxes;
    }

    Optional<Box> find(String function) {
        return boxes().stream().filter(box -> box.function().equals(function)).findFirst();
    }

    Box box(String function) {
        return find(function).orElseThrow(() -> new AssertionError(function + " is not drawn; there are " + boxes()));
    }

    /** Whether one box stands directly on another, and within its width. */
    boolean standsOn(String upper, String lower) {
        Box above = box(upper);
        Box below = box(lower);
        return above.depth() == below.depth() + 1
                && above.y() < below.y()
                && above.x() >= below.x() - 1
                && above.x() + above.width() <= below.x() + below.width() + 1;
    }

    void click(String function) {
        Box box = box(function);
        moveTo(box).click().perform();
    }

    void hover(String function) {
        moveTo(box(function)).perform();
    }

    private Actions moveTo(Box box) {
        return new Actions(browser.driver())
                .moveToLocation((int) (box.x() + Math.min(box.width() / 2, 200)), (int) box.y() + 8);
    }

    void click(Box box) {
        moveTo(box).click().perform();
    }

    /** Opens the menu of a box and takes one of its entries. */
    void choose(String function, String entry) {
        contextClick(box(function));
        menuEntry(entry).click();
    }

    void contextClick(Box box) {
        moveTo(box).contextClick().perform();
    }

    /** An entry of the open menu: the one with this text, or else the first that begins with it. */
    WebElement menuEntry(String entry) {
        List<WebElement> found = element(".menu").findElements(By.tagName("button")).stream()
                .filter(button -> button.getText().startsWith(entry))
                .toList();
        if (found.isEmpty()) {
            throw new AssertionError(entry + " is not in the menu: " + text(".menu"));
        }
        return found.stream()
                .filter(button -> button.getText().equals(entry))
                .findFirst()
                .orElse(found.get(0));
    }

    /** Presses a key wherever the focus is. */
    void press(CharSequence key) {
        new Actions(browser.driver()).sendKeys(key).perform();
    }

    /** Does what changes the graph, and waits until it is drawn again. */
    void change(Runnable action) {
        Object before = browser.run("return document.documentElement.dataset.shown");
        action.run();
        browser.waitUntil("document.documentElement.dataset.shown !== '" + before + "'");
    }

    WebElement element(String css) {
        return browser.driver().findElement(By.cssSelector(css));
    }

    List<WebElement> elements(String css) {
        return browser.driver().findElements(By.cssSelector(css));
    }

    String text(String css) {
        return element(css).getText();
    }

    void openTab(String tab) {
        element("#tab-" + tab).click();
        browser.waitUntil("document.documentElement.dataset.tab === '" + tab + "'");
    }

    Map<?, ?> state() {
        return (Map<?, ?>) browser.run("return window.heapcrest.state()");
    }
}
