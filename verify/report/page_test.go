package report

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"warrant/verify/deduce"
)

// root is this module, whose report the tests look at.
const root = "../.."

// reported is the report of two proved packages, with one demand of each engine made up, so that a failure is among what is shown.
func reported(t *testing.T) *Report {
	t.Helper()
	run, err := deduce.Run(context.Background(), deduce.Options{Dir: root, Patterns: []string{"./kernel/core/captable", "./kernel/core/ledger"}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	r, err := Collect(root, run)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// written is the HTML file of a report.
func written(t *testing.T, r *Report) string {
	t.Helper()
	var page bytes.Buffer
	if err := r.WriteHTML(&page); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "proofs.html")
	if err := os.WriteFile(file, page.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	return file
}

// TestPage asks the page what a stranger would: is CAP-3 proved, how, and within what bounds? And it uses each control as a person does.
func TestPage(t *testing.T) {
	r := reported(t)
	plantFailure(t, r)
	c := startChromium(t)
	c.screen(1280, 900, false, false)
	c.open(written(t, r))

	t.Run("overview", func(t *testing.T) {
		c.t = t
		c.visit("#overview")
		want(t, "overview", c.text(`document.querySelector("#overview").innerText`), "demands on", "invariants", "warrant/kernel/core/captable")
		c.shoot("overview-light")
	})
	t.Run("a stranger asks about CAP-3", func(t *testing.T) {
		c.t = t
		c.visit("#matrix")
		c.eval(`document.querySelector("#find-invariant").focus()`, nil)
		for _, key := range "CAP-3" {
			c.press(string(key))
		}
		c.until(`document.querySelector("#find-invariant").value === "CAP-3"`)
		if rows := c.text(`[...document.querySelectorAll("#invariants tbody tr")].filter(r => !r.hidden).map(r => r.querySelector("b").textContent).join()`); rows != "CAP-3" {
			t.Fatalf("the search shows %s", rows)
		}
		c.click(`#invariants a[href="#inv/CAP-3"]`)
		c.until(`document.querySelector(".view.on").id === "inv/CAP-3"`)
		answer := c.text(`document.querySelector(".view.on").innerText`)
		want(t, "CAP-3", answer, "freeing a slot bumps its generation", "Proved for all inputs", "(*Table).Release", "preserves t.Mem()", "proved, ",
			"ProofSteps", "unwind 4", "ProofStepsTwin must fail", "ringabuse")
		c.shoot("cap3-light")
	})
	t.Run("code", func(t *testing.T) {
		c.t = t
		c.visit("#code/kernel/core/captable/captable.go")
		want(t, "listing", c.text(`document.querySelector("#lines").innerText`), "func (t *Table) Lookup(id abi.CapID)")
		line := c.text(`[...document.querySelectorAll("button.row")].find(r => r.textContent.includes("return t.slots[uint32(id)%Slots].Hold, true")).dataset.line`)
		c.click(`button.row[data-line="` + line + `"]`)
		c.until(`!document.querySelector("#panel").hidden`)
		want(t, "panel", c.text(`document.querySelector("#panel").innerText`), "Line "+line, "(*Table).Lookup: proved", "postcondition", "index", "verify/z3")
		if at := c.text(`location.hash`); at != "#code/kernel/core/captable/captable.go:"+line {
			t.Errorf("the address is %s: a link to the line cannot be given", at)
		}
		c.shoot("code-light")
	})
	t.Run("keyboard", func(t *testing.T) {
		c.t = t
		c.visit("#code/kernel/core/ledger/ledger.go")
		c.eval(`document.activeElement.blur()`, nil)
		c.press("n")
		first := c.text(`document.querySelector(".row.at").dataset.line`)
		c.press("n")
		second := c.text(`document.querySelector(".row.at").dataset.line`)
		c.press("p")
		if back := c.text(`document.querySelector(".row.at").dataset.line`); back != first || first == second {
			t.Errorf("n n p goes to lines %s, %s, %s", first, second, back)
		}
		want(t, "focus", c.text(`document.activeElement.className`), "row")
		want(t, "panel", c.text(`document.querySelector("#panel").innerText`), "Line "+first)
		c.press("Escape")
		if c.text(`String(document.querySelector("#panel").hidden)`) != "true" {
			t.Error("Escape leaves the panel open")
		}
		c.press("/")
		want(t, "focus", c.text(`document.activeElement.id`), "find-code")
	})
	t.Run("a failure is seen", func(t *testing.T) {
		c.t = t
		c.visit("#overview")
		c.click(`#overview .classes a[href="#code?unproven"]`)
		c.until(`document.querySelector(".view.on").id === "code"`)
		rows := c.text(`[...document.querySelectorAll("button.row")].map(r => r.querySelector(".sign").textContent).join()`)
		if rows != "✗1" {
			t.Fatalf("the marks for class unproven are %q, want one line", rows)
		}
		want(t, "files", c.text(`document.querySelector("#files").innerText`), "kernel/core/captable")
		if tree := c.text(`document.querySelector("#files").innerText`); strings.Contains(tree, "ledger") {
			t.Errorf("the tree shows files without an unproven demand:\n%s", tree)
		}
		want(t, "panel", c.text(`document.querySelector("#panel").innerText`), "UNPROVEN", "FAILURE", "t.spares = 65")
		c.shoot("failure-light")
	})
	t.Run("filter of kinds", func(t *testing.T) {
		c.t = t
		c.visit("#code/kernel/core/captable/captable.go")
		c.eval(`for (const box of document.querySelectorAll("#classes input")) if (!box.checked) box.click()`, nil)
		all := c.text(`String(document.querySelectorAll("button.row").length)`)
		c.eval(`const kind = document.querySelector("#kind"); kind.value = "index"; kind.dispatchEvent(new Event("change"))`, nil)
		if some := c.text(`String(document.querySelectorAll("button.row").length)`); some == all || some == "0" {
			t.Errorf("kind index marks %s lines of %s", some, all)
		}
		c.eval(`kind.value = ""; kind.dispatchEvent(new Event("change"))`, nil)
	})
	t.Run("dark", func(t *testing.T) {
		c.t = t
		light := c.text(`getComputedStyle(document.body).backgroundColor`)
		c.screen(1280, 900, false, true)
		if dark := c.text(`getComputedStyle(document.body).backgroundColor`); dark == light {
			t.Errorf("the page is %s in the dark too", dark)
		}
		c.visit("#code/kernel/core/captable/captable.go:93")
		c.shoot("code-dark")
		c.click("#theme")
		c.until(`document.documentElement.dataset.theme === "light"`)
		if chosen := c.text(`getComputedStyle(document.body).backgroundColor`); chosen != light {
			t.Errorf("the button makes a dark page %s, want %s", chosen, light)
		}
		c.click("#theme")
	})
	t.Run("phone", func(t *testing.T) {
		c.t = t
		c.screen(390, 844, true, false)
		for _, part := range []string{"#overview", "#matrix", "#inv/CAP-3", "#harnesses", "#code/kernel/core/captable/captable.go:93", "#believed", "#caveats"} {
			c.visit(part)
			if wide := c.text(`String(document.documentElement.scrollWidth)`); wide != "390" {
				t.Errorf("%s is %s pixels wide on a phone of 390", part, wide)
			}
			c.shoot("phone-" + strings.NewReplacer("#", "", "/", "-", ":", "-").Replace(part))
		}
		c.screen(390, 844, true, true)
		c.visit("#inv/CAP-3")
		c.shoot("phone-dark")
	})
	t.Run("contrast", func(t *testing.T) {
		c.t = t
		for _, dark := range []bool{false, true} {
			c.screen(1280, 900, false, dark)
			if low := c.text(contrast); low != "" {
				t.Errorf("dark %v: too little contrast: %s", dark, low)
			}
		}
	})
}

// contrast lists the colours of marks that differ from the paper by a ratio of less than 4.5, the least that WCAG 2.1 (1.4.3) allows for text.
const contrast = `(() => {
  const probe = document.createElement("span");
  document.body.append(probe);
  const colour = name => { probe.style.color = "var(--" + name + ")"; return getComputedStyle(probe).color.match(/[\d.]+/g).slice(0, 3).map(Number); };
  const light = rgb => { const [r, g, b] = rgb.map(v => (v /= 255) <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
  const ratio = (a, b) => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  const low = [];
  for (const ground of ["paper", "raised"])
    for (const name of ["ink", "soft", "link", "proved", "bits", "local", "bounded", "compiler", "assumed", "waived", "unproven"]) {
      const r = ratio(light(colour(name)), light(colour(ground)));
      if (r < 4.5) low.push(name + " on " + ground + " " + r.toFixed(2));
    }
  probe.remove();
  return low.join(", ");
})()`

// plantFailure makes a demand of the capability table fail, with a counterexample.
func plantFailure(t *testing.T, r *Report) {
	t.Helper()
	for _, f := range r.Function("warrant/kernel/core/captable", "(*Table).vacate").Obligations {
		if f.ID.Kind != "index" {
			continue
		}
		f.Verdict, f.Class, f.Detail = "FAILURE", "", "where: t.spares = 65, i = 3"
		f.ID.Expression = "planted"
		r.Bounded = append(r.Bounded, f)
		return
	}
	t.Fatal("vacate indexes nothing any more: plant the failure elsewhere")
}

// want demands that a text holds each of some parts.
func want(t *testing.T, what, text string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if !strings.Contains(text, part) {
			t.Errorf("%s does not show %q; it shows:\n%s", what, part, text)
		}
	}
}
