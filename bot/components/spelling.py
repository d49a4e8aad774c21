"""What customers often type, and what they mean: slips of pinyin keyboards, voice input and shape, letters for words.

Each slip is a pattern as long as what it stands for, so that positions stay true. A slip that also occurs inside or
between words of ordinary Chinese (还宽敞, 秘密吗) says what may not stand around it; where that cannot be said, as for
预期 and 逾期, it has no place here.
"""

import re

SLIPS = {
    "账": "(?<![蚊营罗纱床幔虎军毡锦绣大升帷篷帘月喜])帐(?![篷幕子幔蓬棚檐钩下顶])",
    "款": "(?<=[还扣贷付退取汇借罚])宽(?![敞松容裕阔广限带度泛慰恕厚心大窄\\d])",
    "登录": "(?<!台风)(?<!几号)(?<!抢滩)(?<!两栖)登陆(?![舰艇战场月火部点作]) 登入(?!口) 登禄",
    "挂失": "挂矢 [卦褂]失",
    "冻结": "冻节(?![能约水气日]) 冻洁",
    "密码": "(?<![秘保机亲紧严稠细周精隐绵])密吗 密马(?!上) 蜜码 秘码",
    "信用卡": "信用[咔喀卞佧] 信佣卡 (?<![A-Za-z])[xX][yY][kK](?![A-Za-z])",
    "银行卡": "银行[咔喀卞佧] (?<![A-Za-z])[yY][hH][kK](?![A-Za-z])",
    "余额": "(?<!其)余鹅 (?<!其)余俄",
    "额度": "额渡",
    "银行": "银杭(?!州) 银航(?![天班空]) 垠行 艮行",
    "手续费": "手续[废肺] 手[序绪]费",
    "年费": "年废(?![除止弃旧物标品纸水料])",
    "验证码": "验正码 验证马(?!上) (?<![A-Za-z])[yY][zZ][mM](?![A-Za-z])",
    "转人工": "转人[公功攻弓宫](?![司积共众民里]) 转[认仁忍]工",
    "人工客服": "人[公功攻弓宫]客服 [认仁忍任]工客服",
    "找人工": "找[认仁忍]工 找人[攻弓宫](?![击手殿])",
    "转客服": "转[克刻课]服(?!务)",
    "找客服": "找[克刻课]服(?!务)",
    "账户": "账护(?!士)",
    "逾期": "逾其 (?<![痊治自伤病初])愈期 (?<!成)渝期",
    "还款日": "还款曰",
    "账单日": "账单曰",
    "最低还款": "最底还款",
    "贷款": "(?<=[房车])带款(?![式项]) (?<=消费)带款(?![式项])",
    "房贷": "房带(?=利率|月供|逾期|提前还|审批|放款)",
    "还贷": "(?<=提前)还带(?!来|着|走)",
    "U盾": "优盾 [Uu]顿(?!时)",
    "激活": "(?<![刺感偏过])激话(?![题语剧])",
    "绑定": "(?<![联安友盟])邦定(?!机) 绑订(?!单)",
    "注销": "(?<![关备专])注消(?![息费防])",
    "积分": "积份(?!额)",
    "骗子": "骗孑",
    "投诉": "投[拆述] 投素(?!材) (?<=[要想])头诉",
    "身份证": "身分证 (?<![A-Za-z])[sS][fF][zZ](?![A-Za-z])",
    "支付宝": "支付堡 (?<![A-Za-z])[zZ][fF][bB](?![A-Za-z])",
    "盗刷": "盗[涮唰]",
    "人脸识别": "人脸实别",
    "柜员": "柜[元圆](?![旦月形])",
    "态度": "太度(?![假过日量数])",
    "态度差": "态度插",
    "态度很差": "态度很插",
    "态度太差": "态度太插",
    "支行": "支[航杭](?![空州])",
    "路支行": "(?<!大)陆支行",
}
"""What is meant, and its slips, which stand apart by blanks."""

_MEANT = list(SLIPS)
_SLIP = re.compile("|".join(f"(?P<s{i}>{'|'.join(slips.split())})" for i, slips in enumerate(SLIPS.values())))
NUMERALS = frozenset("零〇一二三四五六七八九十百千万亿两幺")
"""Characters that may stand many times in a row and mean it: 尾号八八八八."""


def correct(text: str) -> str:
    """The text with its slips put right, as long as before."""
    while (corrected := _SLIP.sub(_meant, text)) != text:  # 贷宽帐护 takes two rounds
        text = corrected
    return text


def _meant(slip: re.Match[str]) -> str:
    return _MEANT[int((slip.lastgroup or "s0")[1:])]
