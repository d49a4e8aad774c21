"""People spoken of and not wished for: declined, asked about, told of, or a word like 人工智能 that means nobody."""

from actions.urgency.words import any_of

STAFF = r"(真人|活人|客服|专员|专人|主管|(客户|理财|值班)?经理|领导|负责人|管事的?|行长|工作人员|接线员|同事|信贷员)"
SURNAME = (
    "赵钱孙李周吴郑王冯陈蒋沈韩杨朱许何张曹金魏姜谢苏潘葛范彭马方任袁唐史薛倪汤罗郝顾孟黄萧姚邵汪毛"
    "宋庞熊纪项祝董梁杜阮蓝席季贾江童郭梅林刁钟徐邱骆高夏蔡田樊胡凌霍虞万柯管卢莫房丁邓石崔吉龚程邢陆荣翁曲侯秦尹黎段靳刘"
)
INTRODUCED = any_of(
    rf"^(?:[早晚上中下午你您大家好嗨哈喽喂多谢的,，。!！ ]*我(?:是|叫|姓)[{SURNAME}]\S{{0,3}}|"
    r"[早晚上中下午你您大家好嗨哈喽喂,，。!！ ]+\S{1,5}[来到][了啦])[,，。!！~ ]*$"
)
"""Who greets, and says who they are or that they are there."""
_ABOUT_PEOPLE = any_of(
    # what they are called and earn, how one becomes one of them
    rf"^(请问|[你您]好|想问下?|问下|你们|那个|[,，。!！ ])*(银行|的|专属|人工|在线|电话|客服|大堂)*{STAFF}的?"
    r"(贵姓|姓什么|叫什么|工资|收入|待遇|提成|电话(是)?(多少|几号)|是[干做](什么|啥|嘛)|有什么用|权力)",
    r"(怎么|如何|咋)(成为|当上?|应聘)|(?<!没)招(聘|人|不招)|找人?工作",
    # crowds; the bot; medicine
    r"人少的?(网点|时候|时段)|我不是(机器|真人)|人工(呼吸|耳蜗|泪液|瓣膜)",
    # the hotline: its number, keys, price and hours
    r"[转找打接]?人工(客服|服务|坐席|台)?的?((电话|热线)(?![转接])|按几|按(哪个?|什么)(键|数字)|收不?收?[费钱]|要(话?费|钱)|24小时吗|"
    r"(几点|什么时候|啥时候|何时)(到|开始|上班|下班|关|结束)|(上班|服务|工作)?时间(是)?(几点|多少|呢|$)|[和跟与比](机器|智能|ai))",
    # how many they are, and what they did
    r"客服们?(一?共|总共)?(有)?(多少|几个)人|客服(都)?是[男女]|客服(工作|培训|[乱骂骗]|根本|半天|敷衍|一直推|推来)",
    r"打电话给我(干|做)|有真人在(背后|后面|对面)|找人代|催收.{0,4}[打联找骚骂]|挂断?了?我的?电话",
    # who pretends to be one
    r"(自称|冒充|假冒|假装|说[他她]?是)(你们)?(银行)?的?(客服|经理|主管|工作人员|员工)",
    # whom not to ring
    r"别再?(打电话|打我电话|联系我|给我打)",
    r"(?<!我)(给|打给?)我?的?(家人|单位|公司|同事|父母|老婆|老公|朋友|亲戚|孩子|联系人)",
)
"""What people are, earn and do, the hours and the number of the hotline, and who rang whom: no wish for one of them."""
_DECLINED = any_of(
    # 先不用转人工，我自己看
    r"^(那|先|暂时|我自己[来看弄]|我|还是|都|说了|谢谢|好了?|行了?|[,，。!！ ])*"
    r"(不|别|甭|无需|没|不用|不要|不必|先不|先别|不是)"
    r"(想|要|用|需要|必|打算|帮|给|再|着?急|忙着|我|是|说|让|叫|你|们)*[转找接叫请要]?(联系)?[到给接]?"
    r"(人工|真人|活人|客服|[坐座]席)(客服|服务|坐席|处理|介入|帮忙|来)?(了|的|吧|啊|呢|哈|谢谢)*"
    r"($|[,，。.!！;；…~ ]|我自己|我先|我再|你(先|回|就|说|来|继续))(?!.{0,4}([要找叫换]|给我)一?个?[真活]?人)",
    # 人工就不用了，暂时用不着人工
    r"^(人工|真人|客服)(客服|服务)?(就|先|暂时)?(不用|不要|不必|不需要|算了|免了)(了|吧|谢谢|[,，。!！ ])*$",
    r"^(暂时|目前|先|还|都|我)*(用不着|没必要)(找|转|叫|接)?(人工|真人|客服|人)(了|吧|谢谢)*($|[,，。!！ ])",
    # 不用让经理给我打电话
    r"^(先|暂时|都|谢谢|[,，。 ])*(不用|不必|不要|别|不需要)(再)?(让|叫|派|安排|联系|找|麻烦)?(你们的?)?"
    r"((客户|理财)?经理|专员|专人|主管|工作人员|同事|客服)(了|来|联系我|给我(打|回)电话|打电话(给我|来)|介入|谢谢|吧)*"
    r"($|[,，。!！ ])(?!.*([要找叫换转接]|给我)[个一位]*(人|真人|活人|经理|领导|主管))",
    # 别叫人来
    r"^(先|暂时|我|都|[,，。 ])*(不|别|甭|不用|不要|不必)(要|用|想|帮|给|我)*[找叫喊换]人"
    r"(来|了|帮忙)*[吧啊哈]*($|[,，。!！ ]|我自己)",
)
"""Whole messages that decline a person, so that none is called against a customer's word."""
_IN_PASSING = any_of(
    r"(不|别|甭|无需|不用|不要|没)(想|要|用|需要|必|打算)?(再)?(给我)?(转|找|接)?(到)?人工",
    # what the bot is, and which is better
    r"(是|属于|还是|和)(人工|真人|活人).{0,8}$|(有|对面)真人.{0,4}(看|回)|比人工",
    r"人工.{0,6}(几点|时间|按(几|哪|什么)|24小时|上班吗|比|很专业)",
    # when they are there, at what price, under which key
    r"(人工|客服|坐席).{0,8}(放假|休息|全天|朝九晚五|上班不|工作日|收费|身份证|专线|号码|英文|有没有$)|(按|几号键).{0,6}(人工|真人)",
    # what they said and did
    r"(昨天|上次|上回|刚才|之前)(人工|真人)(客服|坐席)?(跟|告诉|和|对)我|接到真人|人工(客服|坐席)?(也|都|还)?(解决不了|不行|没用|挺|让我等|排队.{0,6}没人)|一问三不知",
    # none was wished for
    r"人工就?不(用|必|要)了|用不着人工|(不用|不必)(让|叫|联系|找|转|接|安排)|没(说|让你)(要|想)?[找转接叫]",
    # in another's stead
    r"能换人|换人(还|继续)|招不招|[给向].{0,8}转[钱账]",
)
"""Too little to rule a wish out, and too much for it to be plain."""
_TELLS_US = any_of(
    r"^[^,，。]{0,12}我(要|想|得|来)?(跟|给|和|同)(你|您)们?(讲|说|唠|反映)(?!不)",
    r"有人打(电话|来).{0,6}(要|让|叫|问)|网上有人|有人说(能|可以)",
)
"""Who announces a story, or tells of strangers: no wish for a person of ours."""
_OF_NO_USE = any_of(
    # no hands are meant
    r"人工(智能|费|成本|湖|降雨|养\w|草|授精|合成|岛|审|授权|降息|核(?!实)|复核|操作|干预|识别|录入|批|林)",
    r"真人(认证|验证|核验|识别)|人民(?!警)|人寿|人脸|人身|人数|人口(?!头|述)|人均|人才|本人|人次|人士|换人|电话(费|卡|银行|号)",
    # what is personal
    r"个人(?=贷|信|征|账|消费|经营|住房|养老|所得|业务|网银|理财|客户|税|金|汽车|综合|实名|担保|名义|商户|资料|手机|卡|用户)",
    # groups, and parts in a contract
    r"残疾人|军人|老年?人|外国人|退休人|受益人|投保人|被保人|被保险人|联系人|持卡人|收款人|付款人|借款人|担保人",
    r"法人|代理人|继承人|申请人|户主|共有人",
)


def without_talk_of_people(text: str) -> str:
    """What is left when nobody is asked about or told of."""
    return _ABOUT_PEOPLE.sub("", text)


def without_words_for_nobody(text: str) -> str:
    return _OF_NO_USE.sub("", text)


def is_declined(text: str) -> bool:
    return bool(_DECLINED.search(text))


def is_in_passing(text: str) -> bool:
    return bool(_IN_PASSING.search(text))


def tells_us(text: str) -> bool:
    return bool(_TELLS_US.search(text))
