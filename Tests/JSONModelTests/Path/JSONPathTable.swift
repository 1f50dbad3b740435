import Testing

/// A query, a document, and the values selected, as the text of an array.
struct PathCase: Sendable, CustomTestStringConvertible {
  let path: String
  let document: String
  let expected: String

  init(_ path: String, _ document: String, _ expected: String) {
    (self.path, self.document, self.expected) = (path, document, expected)
  }

  var testDescription: String { path }
}

let bookstore = #"""
  { "store": {
      "book": [
        { "category": "reference", "author": "Nigel Rees", "title": "Sayings of the Century", "price": 8.95 },
        { "category": "fiction", "author": "Evelyn Waugh", "title": "Sword of Honour", "price": 12.99 },
        { "category": "fiction", "author": "Herman Melville", "title": "Moby Dick", "isbn": "0-553-21311-3", "price": 8.99 },
        { "category": "fiction", "author": "J. R. R. Tolkien", "title": "The Lord of the Rings", "isbn": "0-395-19395-8", "price": 22.99 }
      ],
      "bicycle": { "color": "red", "price": 399 } } }
  """#

/// RFC 9535, section 2.3.5.3.
let filterExample = #"""
  { "a": [3, 5, 1, 2, 4, 6, {"b": "j"}, {"b": "k"}, {"b": {}}, {"b": "kilo"}],
    "o": {"p": 1, "q": 2, "r": 3, "s": 5, "t": {"u": 6}}, "e": "f" }
  """#

/// RFC 9535, section 2.3.5.3, table 11.
let comparisonExample = #"{"obj": {"x": "y"}, "arr": [2, 3]}"#

let basicPaths: [PathCase] = [
  PathCase("$", #"{"a":1}"#, #"[{"a":1}]"#),
  PathCase("$", "null", "[null]"),
  PathCase("$.a", #"{"a":1,"b":2}"#, "[1]"),
  PathCase("$.a.b", #"{"a":{"b":2}}"#, "[2]"),
  PathCase("$.missing", #"{"a":1}"#, "[]"),
  PathCase("$.a", #"[{"a":1}]"#, "[]"),
  PathCase("$.a", #""a""#, "[]"),
  PathCase("$.☺", #"{"☺":"A"}"#, #"["A"]"#),
  PathCase("$.𝒜_1", #"{"𝒜_1":"A"}"#, #"["A"]"#),
  PathCase("$._", #"{"_":1}"#, "[1]"),
  PathCase("$.true", #"{"true":1}"#, "[1]"),
  PathCase("$['a']", #"{"a":1}"#, "[1]"),
  PathCase("$[\"a\"]", #"{"a":1}"#, "[1]"),
  PathCase("$['']", #"{"":1}"#, "[1]"),
  PathCase("$[' ']", #"{" ":1}"#, "[1]"),
  PathCase("$['a','b']", #"{"b":2,"a":1}"#, "[1,2]"),
  PathCase("$['a','a']", #"{"a":1}"#, "[1,1]"),
  PathCase("$['o']['j j']['k.k']", #"{"o":{"j j":{"k.k":3}}}"#, "[3]"),
  PathCase(#"$["'"]["@"]"#, #"{"'":{"@":2}}"#, "[2]"),
  PathCase(#"$["\""]"#, #"{"\"":1}"#, "[1]"),
  PathCase(#"$['\'']"#, #"{"'":1}"#, "[1]"),
  PathCase(#"$["\b\f\n\r\t\/\\"]"#, #"{"\b\f\n\r\t/\\":1}"#, "[1]"),
  PathCase(#"$["\u263a\u263A"]"#, #"{"☺☺":1}"#, "[1]"),
  PathCase(#"$["\uD834\uDD1E"]"#, #"{"𝄞":1}"#, "[1]"),
  PathCase(#"$['\ud83d\ude00']"#, #"{"😀":1}"#, "[1]"),
  PathCase(#"$["\u0000"]"#, #"{"\u0000":1}"#, "[1]"),
  // Canonically equivalent spellings are different names.
  PathCase("$['\u{E9}']", "{\"e\u{301}\":1}", "[]"),
  PathCase("$['e\u{301}']", "{\"e\u{301}\":1,\"\u{E9}\":2}", "[1]"),
  PathCase("$.*", #"{"a":1,"b":[2]}"#, "[1,[2]]"),
  PathCase("$[*]", "[1,[2]]", "[1,[2]]"),
  PathCase("$.*", "1", "[]"),
  PathCase("$[*,*]", "[1,2]", "[1,2,1,2]"),
  PathCase("$.*['a']", #"{"x":{"a":1},"y":[{"a":2}]}"#, "[1]"),
  // Indexes.
  PathCase("$[0]", "[1,2]", "[1]"),
  PathCase("$[1]", "[1,2]", "[2]"),
  PathCase("$[2]", "[1,2]", "[]"),
  PathCase("$[-1]", "[1,2]", "[2]"),
  PathCase("$[-2]", "[1,2]", "[1]"),
  PathCase("$[-3]", "[1,2]", "[]"),
  PathCase("$[0]", #"{"0":1}"#, "[]"),
  PathCase("$['0']", "[1]", "[]"),
  PathCase("$[9007199254740991]", "[1]", "[]"),
  PathCase("$[-9007199254740991]", "[1]", "[]"),
  PathCase("$[0,0,-1]", "[1,2]", "[1,1,2]"),
  // Slices, RFC 9535, table 9 and around.
  PathCase("$[1:3]", #"["a","b","c","d","e","f","g"]"#, #"["b","c"]"#),
  PathCase("$[5:]", #"["a","b","c","d","e","f","g"]"#, #"["f","g"]"#),
  PathCase("$[1:5:2]", #"["a","b","c","d","e","f","g"]"#, #"["b","d"]"#),
  PathCase("$[5:1:-2]", #"["a","b","c","d","e","f","g"]"#, #"["f","d"]"#),
  PathCase("$[::-1]", #"["a","b","c"]"#, #"["c","b","a"]"#),
  PathCase("$[:]", "[1,2]", "[1,2]"),
  PathCase("$[::]", "[1,2]", "[1,2]"),
  PathCase("$[:2]", "[1,2,3]", "[1,2]"),
  PathCase("$[-2:]", "[1,2,3]", "[2,3]"),
  PathCase("$[:-1]", "[1,2,3]", "[1,2]"),
  PathCase("$[0:1:0]", "[1,2,3]", "[]"),
  PathCase("$[2:1]", "[1,2,3]", "[]"),
  PathCase("$[-1:-3:-1]", "[1,2,3]", "[3,2]"),
  PathCase("$[:-3:-1]", "[1,2,3]", "[3,2]"),
  PathCase("$[10::-1]", "[1,2,3]", "[3,2,1]"),
  PathCase("$[-10:10]", "[1,2,3]", "[1,2,3]"),
  PathCase("$[::9007199254740991]", "[1,2,3]", "[1]"),
  PathCase("$[::-9007199254740991]", "[1,2,3]", "[3]"),
  PathCase("$[-9007199254740991:9007199254740991:1]", "[1,2,3]", "[1,2,3]"),
  PathCase("$[1:2]", #"{"1:2":1}"#, "[]"),
  PathCase("$[ 0 : 2 : 1 ]", "[1,2,3]", "[1,2]"),
  PathCase("$[0:2: ]", "[1,2,3]", "[1,2]"),
  PathCase("$[0 :2 ,1]", "[1,2,3]", "[1,2,2]"),
  // Descendants.
  PathCase("$..a", #"{"a":[{"a":1},{"b":{"a":2}}]}"#, #"[[{"a":1},{"b":{"a":2}}],1,2]"#),
  PathCase("$..[0]", "[[1,2],[3]]", "[[1,2],1,3]"),
  PathCase("$..*", #"{"a":[1,{"b":2}]}"#, #"[[1,{"b":2}],1,{"b":2},2]"#),
  PathCase("$..[*]", "[[1]]", "[[1],1]"),
  PathCase("$..['a','b']", #"[{"b":2,"a":1}]"#, "[1,2]"),
  PathCase("$..[1:3]", "[0,[1,2,3],4]", "[[1,2,3],4,2,3]"),
  PathCase("$..a..b", #"{"a":{"a":{"b":1}}}"#, "[1,1]"),
  PathCase("$..a", "3", "[]"),
  PathCase("$.o..[*,*]", #"{"o":{"j":1,"k":2}}"#, "[1,2,1,2]"),
  PathCase("$.a..[0,1]", #"{"a":[5,3,[{"j":4},{"k":6}]]}"#, #"[5,3,{"j":4},{"k":6}]"#),
  // White space.
  PathCase("$ .a", #"{"a":1}"#, "[1]"),
  PathCase("$\n['a']\t[0]", #"{"a":[1]}"#, "[1]"),
  PathCase("$[ 'a' , 'b' ]", #"{"a":1,"b":2}"#, "[1,2]"),
  PathCase("$\r..a", #"{"a":1}"#, "[1]"),
  PathCase(
    "$.store.book[*].author", bookstore,
    #"["Nigel Rees","Evelyn Waugh","Herman Melville","J. R. R. Tolkien"]"#),
  PathCase(
    "$..author", bookstore, #"["Nigel Rees","Evelyn Waugh","Herman Melville","J. R. R. Tolkien"]"#),
  PathCase("$.store..price", bookstore, "[8.95,12.99,8.99,22.99,399]"),
  PathCase("$..book[2].title", bookstore, #"["Moby Dick"]"#),
  PathCase("$..book[-1].title", bookstore, #"["The Lord of the Rings"]"#),
  PathCase("$..book[:2].price", bookstore, "[8.95,12.99]"),
  PathCase("$..book[?@.isbn].title", bookstore, #"["Moby Dick","The Lord of the Rings"]"#),
  PathCase("$..book[?@.price<10].title", bookstore, #"["Sayings of the Century","Moby Dick"]"#),
]

let filterPaths: [PathCase] = [
  PathCase("$.a[?@.b == 'kilo']", filterExample, #"[{"b":"kilo"}]"#),
  PathCase("$.a[?(@.b == 'kilo')]", filterExample, #"[{"b":"kilo"}]"#),
  PathCase("$.a[?@>3.5]", filterExample, "[5,4,6]"),
  PathCase("$.a[?@.b]", filterExample, #"[{"b":"j"},{"b":"k"},{"b":{}},{"b":"kilo"}]"#),
  PathCase("$[?@.*]", #"{"a":[3],"o":{"p":1},"e":"f"}"#, #"[[3],{"p":1}]"#),
  PathCase("$[?@[?@.b]]", #"{"a":[3,{"b":1}],"o":{"p":1}}"#, #"[[3,{"b":1}]]"#),
  PathCase("$.o[?@<3, ?@<3]", filterExample, "[1,2,1,2]"),
  PathCase(#"$.a[?@<2 || @.b == "k"]"#, filterExample, #"[1,{"b":"k"}]"#),
  PathCase(#"$.a[?match(@.b, "[jk]")]"#, filterExample, #"[{"b":"j"},{"b":"k"}]"#),
  PathCase(#"$.a[?search(@.b, "[jk]")]"#, filterExample, #"[{"b":"j"},{"b":"k"},{"b":"kilo"}]"#),
  PathCase("$.o[?@>1 && @<4]", filterExample, "[2,3]"),
  PathCase("$.o[?@.u || @.x]", filterExample, #"[{"u":6}]"#),
  PathCase("$.a[?@.b == $.x]", filterExample, "[3,5,1,2,4,6]"),
  PathCase(
    "$.a[?@ == @]", filterExample, #"[3,5,1,2,4,6,{"b":"j"},{"b":"k"},{"b":{}},{"b":"kilo"}]"#),
  // Existence, also of null and false.
  PathCase("$[?@.a]", #"[{"a":null},{"a":false},{"b":1}]"#, #"[{"a":null},{"a":false}]"#),
  PathCase("$[?!@.a]", #"[{"a":null},{"b":1},2]"#, #"[{"b":1},2]"#),
  PathCase("$[?!(@.a == 1)]", #"[{"a":1},{"a":2}]"#, #"[{"a":2}]"#),
  PathCase("$[?! @.a]", #"[{"a":1},{}]"#, "[{}]"),
  PathCase("$[?@..a]", #"[{"x":{"a":1}},{"x":1}]"#, #"[{"x":{"a":1}}]"#),
  PathCase("$[?$]", "[1]", "[1]"),
  PathCase("$[?$.missing]", "[1]", "[]"),
  PathCase("$[?@]", "[null]", "[null]"),
  // Precedence.
  PathCase("$[?@==1 || @==2 && @==3]", "[1,2,3]", "[1]"),
  PathCase("$[?(@==1 || @==2) && @==2]", "[1,2,3]", "[2]"),
  PathCase("$[?@==1||@==2||@==3]", "[1,2,3,4]", "[1,2,3]"),
  PathCase("$[?((@==1))]", "[1,2]", "[1]"),
  PathCase("$[?!(@==1)&&!(@==2)]", "[1,2,3]", "[3]"),
  // Equality.
  PathCase("$[?@==1]", #"[1,1.0,10e-1,"1",true,[1]]"#, "[1,1.0,10e-1]"),
  PathCase("$[?@==-0]", "[0,-0,0.0,-0.0,1]", "[0,-0,0.0,-0.0]"),
  PathCase("$[?@==1e2]", "[100,1E2,1e+2]", "[100,1E2,1e+2]"),
  PathCase("$[?@==-1.5E-1]", "[-0.15]", "[-0.15]"),
  PathCase("$[?@==9007199254740993]", "[9007199254740992,9007199254740993]", "[9007199254740993]"),
  PathCase("$[?@==null]", "[null,false,0]", "[null]"),
  PathCase("$[?@==true]", "[true,1]", "[true]"),
  PathCase("$[?@.a==$.b]", "[1]", "[1]"),
  PathCase("$[?@!=1]", "[1,2,null]", "[2,null]"),
  PathCase("$[?@.a!=1]", #"[{"a":1},{}]"#, "[{}]"),
  PathCase(
    "$[?@.a==@.b]", #"[{"a":{"x":1,"y":2},"b":{"y":2,"x":1}}]"#,
    #"[{"a":{"x":1,"y":2},"b":{"y":2,"x":1}}]"#),
  PathCase("$[?@.a==@.b]", #"[{"a":[1,2],"b":[2,1]}]"#, "[]"),
  PathCase("$[?@=='\u{E9}']", "[\"e\u{301}\",\"\u{E9}\"]", "[\"\u{E9}\"]"),
  // Order.
  PathCase("$[?@<'b']", #"["a","b","B",1]"#, #"["a","B"]"#),
  PathCase("$[?@<='b']", #"["a","b","c"]"#, #"["a","b"]"#),
  PathCase("$[?@>'\u{FFFF}']", #"["\uffff","\ud83d\ude00","a"]"#, #"["😀"]"#),
  PathCase("$[?@<1]", #"[0,"0",null,false,[],{}]"#, "[0]"),
  PathCase("$[?@<=null]", "[null,0]", "[null]"),
  PathCase("$[?@>=true]", "[true,false]", "[true]"),
  PathCase("$[?@.a<=@.b]", "[{}]", "[{}]"),
  PathCase("$[?@.a<@.b]", "[{}]", "[]"),
  PathCase("$[?1<@]", "[1,2]", "[2]"),
  PathCase("$[?'a'==@]", #"["a","b"]"#, #"["a"]"#),
  PathCase("$[?@<=$[0]]", "[1]", "[1]"),
  PathCase("$[?@.a[0]==1]", #"[{"a":[1]}]"#, #"[{"a":[1]}]"#),
  PathCase("$[?@['a'][-1] == 2]", #"[{"a":[1,2]}]"#, #"[{"a":[1,2]}]"#),
  // Filters on objects and other values.
  PathCase("$[?@>1]", #"{"a":1,"b":2}"#, "[2]"),
  PathCase("$[?@]", "1", "[]"),
  PathCase("$[?@.a, 0]", #"[{"a":1},2]"#, #"[{"a":1},{"a":1}]"#),
  // White space.
  PathCase("$[? @.a == 1 ]", #"[{"a":1}]"#, #"[{"a":1}]"#),
  PathCase("$[?@.a\n==\t1\r&&@ .a]", #"[{"a":1}]"#, #"[{"a":1}]"#),
  PathCase("$[?( @.a )]", #"[{"a":1}]"#, #"[{"a":1}]"#),
  PathCase("$[?count( @.* )==1]", "[[1],[1,2]]", "[[1]]"),
]

let functionPaths: [PathCase] = [
  // value() of no node or of several is Nothing, which is not null.
  PathCase("$[?value(@.*)==null]", "[1,[2,3],[null],{}]", "[[null]]"),
  PathCase("$[?@.a!=value(@[*])]", "[null,{}]", "[]"),
  PathCase("$[?@.a>=value(@.b[1:])]", #"["b",[]]"#, #"["b",[]]"#),
  PathCase(
    "$[?length(@)==2]", #"["ab","😀😀","e\u0301",[1,2],{"a":1,"b":2},2,null]"#,
    "[\"ab\",\"😀😀\",\"e\u{301}\",[1,2],{\"a\":1,\"b\":2}]"),
  PathCase("$[?length(@.a)>=2]", #"[{"a":"ab"},{"a":1},{}]"#, #"[{"a":"ab"}]"#),
  PathCase("$[?length('abc')==3]", "[1]", "[1]"),
  PathCase("$[?length(true)==length(null)]", "[1]", "[1]"),
  PathCase("$[?length(@.x)==@.y]", "[1]", "[1]"),
  PathCase("$[?count(@..*)>2]", "[[1,[2]],[1]]", "[[1,[2]]]"),
  PathCase("$[?count(@['a','a'])==2]", #"[{"a":1}]"#, #"[{"a":1}]"#),
  PathCase("$[?count(@.a)==0]", "[1]", "[1]"),
  PathCase("$[?count(@.a)==count(@.b)]", "[1]", "[1]"),
  PathCase(
    "$[?value(@..color)=='red']", #"[{"x":{"color":"red"}},{"x":{"color":"red"},"color":"red"}]"#,
    #"[{"x":{"color":"red"}}]"#),
  PathCase("$[?value(@.*)==4]", "[[4],{\"foo\":4},[5],{\"foo\":5},4]", "[[4],{\"foo\":4}]"),
  PathCase("$[?length(value(@..a))==1]", #"[{"a":"x"}]"#, #"[{"a":"x"}]"#),
  PathCase("$[?match(@, 'a.*')]", #"["ab","ba",1]"#, #"["ab"]"#),
  PathCase("$[?match(@, 'a')]", #"["a","ab"]"#, #"["a"]"#),
  PathCase("$[?search(@, 'a')]", #"["a","bab","b"]"#, #"["a","bab"]"#),
  PathCase("$[?!match(@, 'a')]", #"["a","b",1]"#, #"["b",1]"#),
  PathCase("$[?match(@.s, $.p)]", #"{"p":"x+","q":{"s":"xx"}}"#, #"[{"s":"xx"}]"#),
  PathCase("$[?match(@.s, @.missing)]", #"[{"s":"x"}]"#, "[]"),
  PathCase("$[?match(@.s, 1)]", #"[{"s":"x"}]"#, "[]"),
  PathCase("$[?match(1, 'a')]", #"["a"]"#, "[]"),
  PathCase("$[?match(@, '.')]", #"["\u2028","\r","\n","😀","é"]"#, "[\"\u{2028}\",\"😀\",\"é\"]"),
  PathCase(#"$[?match(@, '\\p{Lu}')]"#, #"["Ж","ж","1"]"#, #"["Ж"]"#),
  PathCase(#"$[?match(@, '\\P{Lu}')]"#, #"["Ж","ж","1"]"#, #"["ж","1"]"#),
  PathCase(#"$[?match(@, "a[.]b")]"#, #"["a.b","axb"]"#, #"["a.b"]"#),
  PathCase(#"$[?match(@, 'a\\.b')]"#, #"["a.b","axb"]"#, #"["a.b"]"#),
  PathCase(#"$[?match(@, 'a\\\\.b')]"#, #"["a\\.b","a\\xb","axb"]"#, #"["a\\.b","a\\xb"]"#),
  PathCase("$[?match(@, '^ab.*')]", #"["abc","axc","ab","xab"]"#, #"["abc","ab"]"#),
  PathCase("$[?match(@, '.*bc$')]", #"["abc","axc","ab","abcx"]"#, #"["abc"]"#),
  PathCase("$[?search(@, '^b')]", #"["ab","ba"]"#, #"["ba"]"#),
  PathCase("$[?search(@, '')]", #"["",1]"#, #"[""]"#),
  PathCase(#"$[?match(@, '\\d')]"#, #"["1","d"]"#, "[]"),
  PathCase("$[?match(@, '(')]", #"["("]"#, "[]"),
]

/// What is no query, and the character that the error names, from 0.
let invalidPaths: [(String, Int)] = [
  ("", 0), (" $", 0), ("$ ", 1), ("$\n", 1), ("a", 0), ("@", 0), ("$a", 1), ("$$", 1),
  ("$.", 2), ("$..", 3), ("$...a", 3), ("$. a", 2), ("$.. a", 3), ("$.1", 2), ("$.-a", 2),
  ("$.'a'", 2), ("$.a-b", 3), ("$.[0]", 2), ("$.&", 2), ("$.a.", 4),
  ("$[", 2), ("$[]", 2), ("$[ ]", 3), ("$[a]", 2), ("$['a'", 5), ("$['a]", 2), ("$[\"a']", 2),
  ("$['a' 'b']", 6), ("$['a',]", 6), ("$[,'a']", 2), ("$[0,]", 4), ("$[0 1]", 4), ("$]", 1),
  ("$[01]", 2), ("$[-0]", 2), ("$[-01]", 2), ("$[-]", 3), ("$[- 1]", 3), ("$[+1]", 2),
  ("$[1.0]", 3), ("$[1e2]", 3), ("$[9007199254740992]", 2), ("$[-9007199254740992]", 2),
  ("$[99999999999999999999999]", 2), ("$[1:01]", 4), ("$[01:1]", 2), ("$[1:2:03]", 6),
  ("$[::-0]", 4), ("$[-0:]", 2), ("$[:9007199254740992]", 3), ("$[1:2:3:4]", 7), ("$[1:a]", 4),
  ("$['\\x']", 3), ("$['\\\"']", 3), ("$[\"\\'\"]", 3), ("$['\\u12']", 3), ("$['\\uD800']", 3),
  ("$['\\uDC00']", 3), ("$['\\uD800\\u0041']", 3), ("$['\\uD800\\uD800']", 3), ("$['\\U0041']", 3),
  ("$['\\u{41}']", 3), ("$['\\", 3), ("$['\n']", 3), ("$['\u{1F}']", 3), ("$['\\0']", 3),
  // Filters.
  ("$[?]", 3), ("$[?()]", 4), ("$[?@.a", 6), ("$[?(@.a]", 7), ("$[?@.a)]", 6), ("$?@.a", 1),
  ("$[?1]", 3), ("$[?'a']", 3), ("$[?true]", 3), ("$[?!null]", 4), ("$[?@.a=1]", 6),
  ("$[?@.a===1]", 8), ("$[?@.a<>1]", 7), ("$[?@.a==]", 8), ("$[?==1]", 3), ("$[?@.a&@.b]", 6),
  ("$[?@.a|@.b]", 6), ("$[?@.a &&]", 9), ("$[?&&@.a]", 3), ("$[?@.a and @.b]", 7),
  ("$[?not @.a]", 3), ("$[?!!@.a]", 4), ("$[?!@.a==1]", 4), ("$[?!1==1]", 4), ("$[?(@.a)==1]", 8),
  ("$[?@.a==(1)]", 8), ("$[?@.a==1==1]", 9), ("$[?@.a==TRUE]", 8), ("$[?@.a==True]", 8),
  ("$[?@.a==nul]", 8), ("$[?@.a==[1]]", 8), ("$[?@.a=={}]", 8), ("$[?@.a==01]", 8),
  ("$[?@.a==1.]", 10), ("$[?@.a==.5]", 8), ("$[?@.a==1e]", 10), ("$[?@.a==-]", 9),
  ("$[?@.a==+1]", 8), ("$[?@.a==0x1]", 9), ("$[?@.a==a]", 8), ("$[?a==1]", 3), ("$[?.a==1]", 3),
  ("$[?@.a==\"b]", 8), ("$[?@ .]", 6), ("$[?@.a ? 1]", 7), ("$[?@.a =~ 'x']", 7),
  // Types (RFC 9535, section 2.4.9 and around).
  ("$[?@.*==1]", 3), ("$[?@..a==1]", 3), ("$[?@[0,1]==1]", 3), ("$[?@[0:1]==1]", 3),
  ("$[?1==@.*]", 6), ("$[?@[?@.a]==1]", 3), ("$[?@['a','b']==1]", 3),
  ("$[?length(@.*) < 3]", 10), ("$[?length(@)]", 3), ("$[?length()==1]", 3),
  ("$[?length(@,@)==1]", 3),
  ("$[?count(1)==1]", 9), ("$[?count('a')==1]", 9), ("$[?count(length(@))==1]", 9),
  ("$[?count(@.*)]", 3),
  ("$[?value(@.*)]", 3), ("$[?value(4)==4]", 9), ("$[?match(@.a, 'a')==true]", 3),
  ("$[?true==match(@.a, 'a')]", 9), ("$[?match(@.a)]", 3), ("$[?match(@.*, 'a')]", 9),
  ("$[?match(@.a, @.*)]", 14), ("$[?match(@.a, 'a', 'b')]", 3), ("$[?length(match(@,'a'))==1]", 10),
  ("$[?count(@.a==1)==1]", 9), ("$[?count((@.a))==1]", 9), ("$[?length(@.a&&@.b)==1]", 10),
  ("$[?foo(@)]", 3), ("$[?Count(@.*)==1]", 3), ("$[?count (@.*)==1]", 3), ("$[?count(@.*==1]", 9),
  ("$[?count(@.*", 12), ("$[?count(@.*,)==1]", 13), ("$[?count(,)==1]", 9),
  ("$[?search(@.a,'x')=='x']", 3),
]
