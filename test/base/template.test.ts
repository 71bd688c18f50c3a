import test from "ava";
import { executeTemplate } from "../../src/base/template/execute.ts";
import { parseTemplate } from "../../src/base/template/parse.ts";

const VALUE = {
  ID: "abc",
  Name: "web",
  Count: 3,
  On: true,
  Off: false,
  Empty: "",
  Labels: { b: "2", a: "1" },
  List: ["x", "y"],
  Ports: [{ Target: 80 }, { Target: 443 }],
  Deep: { Er: { Text: "down" } },
};

// What Go's text/template prints for these, with docker's functions.
const PRINTS: Readonly<Record<string, string>> = {
  "plain text": "plain text",
  "{{.ID}} {{ .Name }}": "abc web",
  "{{.Deep.Er.Text}}": "down",
  "{{.Count}} {{.On}}": "3 true",
  "{{.Labels}} {{.List}}": "map[a:1 b:2] [x y]",
  "{{.Nope}}": "<no value>",
  "{{json .Labels}}": '{"b":"2","a":"1"}',
  "{{.Name | upper | lower | title}}": "Web",
  '{{join .List ","}}': "x,y",
  '{{index (split "a-b" "-") 1}}': "b",
  '{{truncate .ID 2}}|{{pad .ID 1 2}}|{{printf "%-5s|%q|%d%%" .ID .Name .Count}}':
    'ab| abc  |abc  |"web"|3%',
  '{{index .Labels "a"}}{{(index .Ports 1).Target}}{{len .List}}': "14432",
  "{{if .On}}yes{{else}}no{{end}} {{if .Off}}yes{{else}}no{{end}}": "yes no",
  '{{if eq .Name "api"}}1{{else if eq .Name "web"}}2{{else}}3{{end}}': "2",
  "{{if and .On (not .Empty)}}both{{end}}{{if or .Empty .Off}}either{{end}}": "both",
  "{{range .List}}<{{.}}>{{end}}": "<x><y>",
  "{{range $i, $e := .List}}{{$i}}{{$e}}{{end}}": "0x1y",
  "{{range $k, $v := .Labels}}{{$k}}={{$v}};{{end}}": "a=1;b=2;",
  "{{range .Ports}}{{.Target}}/{{$.Name}} {{end}}": "80/web 443/web ",
  "{{range .Empty}}x{{else}}none{{end}}": "none",
  "{{with .Deep.Er}}{{.Text}}{{end}}{{with .Empty}}x{{else}}y{{end}}": "downy",
  "{{$x := .Name}}{{$x}}{{$x}}": "webweb",
  "a  {{- .ID -}}  b": "aabcb",
  "{{/* a comment */}}x": "x",
  '{{println .ID}}{{print "a" 1}}': "abc\na1",
  '{{"a\\tb"}}{{`raw\\n`}}': "a\tbraw\\n",
  '{{"}}"}}': "}}",
  "{{gt .Count 2}} {{le 1 1}} {{ne 1 2}}": "true true true",
};

for (const [template, expected] of Object.entries(PRINTS)) {
  test(`template: ${JSON.stringify(template)}`, (t) => {
    const parsed = parseTemplate(template);
    t.true(parsed.ok, parsed.ok ? "" : parsed.error);
    if (!parsed.ok) return;

    t.deepEqual(executeTemplate(parsed.value, VALUE, { strict: false }), {
      ok: true,
      value: expected,
    });
  });
}

const REFUSALS: Readonly<Record<string, RegExp>> = {
  "{{.ID": /unclosed action/,
  "{{if .On}}x": /unexpected EOF/,
  "{{end}}": /unexpected \{\{end\}\}/,
  "{{}}": /missing value for command/,
  "{{.ID | }}": /missing value for command/,
  "{{.ID ^}}": /unexpected "\^"/,
  "{{(.ID}}": /unclosed left paren/,
};

for (const [template, complaint] of Object.entries(REFUSALS)) {
  test(`template: refuses ${JSON.stringify(template)}`, (t) => {
    const parsed = parseTemplate(template);

    t.false(parsed.ok);
    if (!parsed.ok) t.regex(parsed.error, complaint);
  });
}

const STRICT: Readonly<Record<string, RegExp>> = {
  "{{.Nope}}": /no field \.Nope here: use one of \.ID, \.Name/,
  "{{nope .ID}}": /function "nope" not defined: use one of and, eq/,
  "{{$x}}": /undefined variable "\$x"/,
  "{{.ID .Name}}": /can't give argument to non-function/,
};

for (const [template, complaint] of Object.entries(STRICT)) {
  test(`template: cannot carry out ${JSON.stringify(template)}`, (t) => {
    const parsed = parseTemplate(template);
    t.true(parsed.ok);
    if (!parsed.ok) return;
    const executed = executeTemplate(parsed.value, VALUE, { strict: true });

    t.false(executed.ok);
    if (!executed.ok) t.regex(executed.error, complaint);
  });
}
